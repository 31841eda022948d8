/** A picture in grey, [height × width] in [0, 1]. */
export interface Plane {
  readonly width: number
  readonly height: number
  readonly data: Float32Array
}

/** One octave of the scale space: every level is blurred k times as much as the one before. */
export interface Octave {
  /** `SCALES` + 3 */
  readonly levels: readonly Plane[]
  /** Differences of neighbouring levels, one fewer. */
  readonly differences: readonly Plane[]
}

/** Levels in which extrema are looked for, of each octave (Lowe 2004, section 3.2). */
export const SCALES = 3
/** Blur of an octave's first level, in its pixels. */
export const SIGMA = 1.6
/** Blur that a photo is taken to have. */
const CAMERA_SIGMA = 0.5
const SMALLEST_SIDE = 24

/** Gaussian and difference-of-Gaussian pyramid (Lowe 2004, section 3), beginning at the picture's own size. */
export function buildPyramid(picture: Plane): readonly Octave[] {
  const octaves: Octave[] = []
  let base = blur(picture, Math.sqrt(SIGMA ** 2 - CAMERA_SIGMA ** 2))
  for (;;) {
    const levels = [base]
    for (let level = 1; level < SCALES + 3; level++) {
      const before = SIGMA * 2 ** ((level - 1) / SCALES)
      levels.push(blur(levels[level - 1]!, before * Math.sqrt(2 ** (2 / SCALES) - 1)))
    }
    octaves.push({ levels, differences: levels.slice(1).map((level, i) => subtract(level, levels[i]!)) })
    if (Math.min(base.width, base.height) < 2 * SMALLEST_SIDE) return octaves
    base = halve(levels[SCALES]!)
  }
}

/** ITU-R BT.601 luma. @param data [height × width × 3] */
export function greyPlane(width: number, height: number, data: Uint8Array): Plane {
  const grey = new Float32Array(width * height)
  for (let i = 0; i < grey.length; i++) {
    grey[i] = (0.299 * data[3 * i]! + 0.587 * data[3 * i + 1]! + 0.114 * data[3 * i + 2]!) / 255
  }
  return { width, height, data: grey }
}

/** Separable convolution with a Gaussian of 4 standard deviations each way; edges are repeated. */
export function blur({ width, height, data }: Plane, sigma: number): Plane {
  const kernel = halfKernel(sigma)
  const across = blurRows(data, width, height, kernel)
  return { width, height, data: blurRows(across, height, width, kernel) }
}

/** [radius + 1] from the middle outwards; all of it, both ways, sums to 1. */
function halfKernel(sigma: number): Float64Array {
  const kernel = Float64Array.from({ length: Math.ceil(4 * sigma) + 1 }, (_, i) =>
    Math.exp(-(i ** 2) / (2 * sigma ** 2)),
  )
  const total = kernel.reduce((sum, weight) => sum + weight, 0) * 2 - kernel[0]!
  return kernel.map((weight) => weight / total)
}

/** Pixels computed at once: sums that do not wait for each other. */
const ABREAST = 4

/**
 * Blurs along rows, and turns rows into columns, so that the second time does the columns.
 * @param data [height × width] @param kernel see `halfKernel` @returns [width × height]
 */
function blurRows(data: Float32Array, width: number, height: number, kernel: Float64Array): Float32Array {
  const radius = kernel.length - 1
  const padded = Math.ceil(width / ABREAST) * ABREAST
  const row = new Float64Array(padded + 2 * radius)
  const blurred = new Float64Array(padded)
  const out = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    row.set(data.subarray(y * width, (y + 1) * width), radius)
    row.fill(row[radius]!, 0, radius)
    row.fill(row[radius + width - 1]!, radius + width)
    for (let x = 0; x < padded; x += ABREAST) {
      const middle = x + radius
      let a = kernel[0]! * row[middle]!
      let b = kernel[0]! * row[middle + 1]!
      let c = kernel[0]! * row[middle + 2]!
      let d = kernel[0]! * row[middle + 3]!
      for (let i = 1; i <= radius; i++) {
        const weight = kernel[i]!
        const left = middle - i
        const right = middle + i
        a += weight * (row[left]! + row[right]!)
        b += weight * (row[left + 1]! + row[right + 1]!)
        c += weight * (row[left + 2]! + row[right + 2]!)
        d += weight * (row[left + 3]! + row[right + 3]!)
      }
      blurred[x] = a
      blurred[x + 1] = b
      blurred[x + 2] = c
      blurred[x + 3] = d
    }
    for (let x = 0; x < width; x++) out[x * height + y] = blurred[x]!
  }
  return out
}

function subtract(a: Plane, b: Plane): Plane {
  const data = new Float32Array(a.data.length)
  for (let i = 0; i < data.length; i++) data[i] = a.data[i]! - b.data[i]!
  return { width: a.width, height: a.height, data }
}

/** Every second pixel of every second row. */
function halve({ width, height, data }: Plane): Plane {
  const [w, h] = [width >> 1, height >> 1]
  const out = new Float32Array(w * h)
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) out[y * w + x] = data[2 * y * width + 2 * x]!
  return { width: w, height: h, data: out }
}
