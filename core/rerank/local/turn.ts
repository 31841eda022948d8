import type { Pixels } from '../../types.ts'
import type { QuarterTurns } from './extractor.ts'

/** A picture turned clockwise by quarters. */
export function turnPixels(pixels: Pixels, turns: QuarterTurns): Pixels {
  if (turns === 0) return pixels
  const size = turnedSize(pixels, turns)
  return { ...size, data: turnPlane(pixels.data, pixels, 3, turns) }
}

/** @param plane [height × width × channels] @returns the same turned clockwise by quarters */
export function turnPlane(
  plane: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  channels: number,
  turns: QuarterTurns,
): Uint8Array {
  if (turns === 0) return plane
  const turned = turnedSize({ width, height }, turns)
  const out = new Uint8Array(plane.length)
  for (let y = 0; y < turned.height; y++) {
    for (let x = 0; x < turned.width; x++) {
      const [fromX, fromY] = unturnPixel(x, y, { width, height }, turns)
      const from = (fromY * width + fromX) * channels
      const to = (y * turned.width + x) * channels
      for (let c = 0; c < channels; c++) out[to + c] = plane[from + c]!
    }
  }
  return out
}

export function turnedSize(
  { width, height }: { readonly width: number; readonly height: number },
  turns: QuarterTurns,
): { readonly width: number; readonly height: number } {
  return turns % 2 === 0 ? { width, height } : { width: height, height: width }
}

/** Where a point of the turned picture lies in the one before. @param size of the picture before, px; pixel centres */
export function unturnPixel(
  x: number,
  y: number,
  { width, height }: { readonly width: number; readonly height: number },
  turns: QuarterTurns,
): readonly [number, number] {
  switch (turns) {
    case 0:
      return [x, y]
    case 1:
      return [y, height - 1 - x]
    case 2:
      return [width - 1 - x, height - 1 - y]
    case 3:
      return [width - 1 - y, x]
  }
}
