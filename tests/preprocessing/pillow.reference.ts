import type { Pixels, PixelSpec } from '../../core/types.ts'

/** Support and weight of Pillow's resampling filters (`src/libImaging/Resample.c`). */
const FILTERS = {
  linear: { support: 1, weight: (x: number): number => Math.max(0, 1 - Math.abs(x)) },
  // Keys' cubic convolution with a = −0.5, i.e. Catmull–Rom.
  cubic: {
    support: 2,
    weight: (x: number): number => {
      const t = Math.abs(x)
      if (t < 1) return (1.5 * t - 2.5) * t * t + 1
      return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0
    },
  },
  lanczos3: { support: 3, weight: (x: number): number => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) },
} as const

/** `PRECISION_BITS` for 8-bit channels: sums are in fixed point, so that each pass rounds as Pillow's does. */
const PRECISION = 2 ** 22

/**
 * What transformers' processors in Python make of a picture: Pillow's antialiased resize, then the centre crop.
 * The oracle for every other way of preparing pictures; obvious loops, no shortcuts.
 */
export function preparePillow(picture: Pixels, spec: PixelSpec): Pixels {
  const { cropPx, resize, kernel } = spec
  if (kernel === 'nearest') throw new Error('no encoder uses the nearest neighbour')
  let { width, height } = cropPx
  if (resize.kind === 'shortest') {
    const short = Math.min(picture.width, picture.height)
    const long = Math.floor((resize.edgePx * Math.max(picture.width, picture.height)) / short)
    ;[width, height] = picture.width <= picture.height ? [resize.edgePx, long] : [long, resize.edgePx]
  }
  const wide = resizeRows(picture, width, kernel)
  const resized = transpose(resizeRows(transpose(wide), height, kernel))
  return crop(resized, cropPx.width, cropPx.height)
}

function resizeRows(picture: Pixels, width: number, kernel: keyof typeof FILTERS): Pixels {
  if (width === picture.width) return picture
  const { support, weight } = FILTERS[kernel]
  const scale = picture.width / width
  const stretch = Math.max(scale, 1)
  const data = new Uint8Array(picture.height * width * 3)
  for (let x = 0; x < width; x++) {
    const centre = (x + 0.5) * scale
    const first = Math.max(0, Math.trunc(centre - support * stretch + 0.5))
    const end = Math.min(picture.width, Math.trunc(centre + support * stretch + 0.5))
    const weights = Array.from({ length: end - first }, (_, i) => weight((i + first - centre + 0.5) / stretch))
    const sum = weights.reduce((a, b) => a + b, 0)
    const fixed = weights.map((w) => Math.trunc((w / sum) * PRECISION + (w < 0 ? -0.5 : 0.5)))
    for (let y = 0; y < picture.height; y++) {
      for (let c = 0; c < 3; c++) {
        let total = PRECISION / 2
        fixed.forEach((w, i) => (total += w * picture.data[(y * picture.width + first + i) * 3 + c]!))
        data[(y * width + x) * 3 + c] = Math.min(255, Math.max(0, Math.floor(total / PRECISION)))
      }
    }
  }
  return { width, height: picture.height, data }
}

function transpose({ width, height, data }: Pixels): Pixels {
  const out = new Uint8Array(data.length)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) out[(x * height + y) * 3 + c] = data[(y * width + x) * 3 + c]!
  return { width: height, height: width, data: out }
}

/** transformers' `center_crop` rounds the margin down. */
function crop({ width: fullWidth, height: fullHeight, data }: Pixels, width: number, height: number): Pixels {
  const left = Math.floor((fullWidth - width) / 2)
  const top = Math.floor((fullHeight - height) / 2)
  const out = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    const from = ((y + top) * fullWidth + left) * 3
    out.set(data.subarray(from, from + width * 3), y * width * 3)
  }
  return { width, height, data: out }
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}
