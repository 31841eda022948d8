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
  const radius = Math.ceil(4 * sigma)
  const kernel = Float32Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  )
  const total = kernel.reduce((sum, weight) => sum + weight, 0)
  const across = new Float32Array(width * height)
  const row = new Float32Array(width + 2 * radius)
  for (let y = 0; y < height; y++) {
    const line = data.subarray(y * width, (y + 1) * width)
    row.fill(line[0]!, 0, radius)
    row.set(line, radius)
    row.fill(line[width - 1]!, radius + width)
    for (let x = 0; x < width; x++) {
      let sum = kernel[radius]! * row[x + radius]!
      for (let i = 1; i <= radius; i++) sum += kernel[radius + i]! * (row[x + radius - i]! + row[x + radius + i]!)
      across[y * width + x] = sum / total
    }
  }
  const out = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const target = y * width
    for (let i = -radius; i <= radius; i++) {
      const weight = kernel[i + radius]! / total
      const from = Math.min(height - 1, Math.max(0, y + i)) * width
      for (let x = 0; x < width; x++) out[target + x]! += weight * across[from + x]!
    }
  }
  return { width, height, data: out }
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
