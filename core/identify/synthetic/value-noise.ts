import type { Random } from './random.ts'

/** Smooth random values in [0, 1], one per unit, repeating every 64. */
export function valueNoise(random: Random): (x: number, y: number) => number {
  const size = 64
  const grid = Float32Array.from({ length: size * size }, () => random())
  return (x, y) => {
    const x0 = Math.floor(x)
    const y0 = Math.floor(y)
    const tx = ease(x - x0)
    const ty = ease(y - y0)
    const left = x0 & (size - 1)
    const right = (x0 + 1) & (size - 1)
    const top = (y0 & (size - 1)) * size
    const bottom = ((y0 + 1) & (size - 1)) * size
    const above = grid[top + left]! * (1 - tx) + grid[top + right]! * tx
    const below = grid[bottom + left]! * (1 - tx) + grid[bottom + right]! * tx
    return above * (1 - ty) + below * ty
  }
}

function ease(t: number): number {
  return t * t * (3 - 2 * t)
}
