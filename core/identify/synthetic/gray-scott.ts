import { between, type Random } from './random.ts'

/** A coat: how dark each spot of a torus is. */
export interface CoatPattern {
  readonly size: number
  /** [size × size] float32 in [0, 1], row-major */
  readonly data: Float32Array
}

/** Feed and kill rates that give spots, worms and mazes (Pearson 1993, "Complex Patterns in a Simple System"; types ζ to μ). */
const COATS = [
  { feed: 0.035, kill: 0.0625 },
  { feed: 0.03, kill: 0.06 },
  { feed: 0.037, kill: 0.06 },
  { feed: 0.042, kill: 0.062 },
] as const

const DU = 0.16
const DV = 0.08

/**
 * Grows a pattern by the Gray–Scott reaction u + 2v → 3v: ∂u/∂t = D_u ∇²u − uv² + F(1 − u), ∂v/∂t = D_v ∇²v + uv² − (F + k)v
 * (Gray and Scott 1984; Pearson 1993), five-point Laplacian, explicit Euler with a step of 1, on a torus. Animals of one
 * population share the rates, so that they differ by where their spots are, not by their kind.
 * @param kind which of the four kinds of coat
 */
export function growCoat(random: Random, kind = 0, size = 128, steps = 1800): CoatPattern {
  const { feed, kill } = COATS[kind % COATS.length]!
  const width = size + 2
  let u = new Float32Array(width * width).fill(1)
  let v = new Float32Array(width * width)
  let nextU = new Float32Array(width * width)
  let nextV = new Float32Array(width * width)
  const spots = Math.round((22 * size * size) / 96 ** 2)
  for (let spot = 0; spot < spots; spot++) {
    const [cx, cy, radius] = [random() * size, random() * size, between(random, 2, 5)]
    for (let y = -6; y <= 6; y++) {
      for (let x = -6; x <= 6; x++) {
        if (x * x + y * y > radius * radius) continue
        const at = (wrap(Math.round(cy) + y, size) + 1) * width + wrap(Math.round(cx) + x, size) + 1
        u[at] = 0.5 + 0.02 * random()
        v[at] = 0.25 + 0.02 * random()
      }
    }
  }
  for (let step = 0; step < steps; step++) {
    joinEdges(u, size)
    joinEdges(v, size)
    react(u, v, nextU, nextV, size, feed, kill)
    ;[u, nextU, v, nextV] = [nextU, u, nextV, v]
  }
  return { size, data: normalise(v, size) }
}

/**
 * One step of time. A function of its own: the compiler makes it fast after a few calls, a loop of millions later. Each cell is read
 * once from the left to the right, and both outputs are rounded to float32 by being stored alone.
 */
function react(
  u: Float32Array,
  v: Float32Array,
  nextU: Float32Array,
  nextV: Float32Array,
  size: number,
  feed: number,
  kill: number,
): void {
  const width = size + 2
  const removal = feed + kill
  for (let row = 1; row <= size; row++) {
    const start = row * width + 1
    let [leftU, a, leftV, b] = [u[start - 1]!, u[start]!, v[start - 1]!, v[start]!]
    for (let at = start; at < start + size; at++) {
      const rightU = u[at + 1]!
      const rightV = v[at + 1]!
      const reaction = a * b * b
      nextU[at] = a + DU * (leftU + rightU + u[at - width]! + u[at + width]! - 4 * a) - reaction + feed * (1 - a)
      const grown = b + DV * (leftV + rightV + v[at - width]! + v[at + width]! - 4 * b) + reaction - removal * b
      // Numbers this small are denormal to the processor, which takes ten times as long over them.
      nextV[at] = grown > 1e-30 ? grown : 0
      leftU = a
      a = rightU
      leftV = b
      b = rightV
    }
  }
}

/** The torus as a border of one cell. */
function joinEdges(field: Float32Array, size: number): void {
  const width = size + 2
  for (let at = 1; at <= size; at++) {
    field[at] = field[size * width + at]!
    field[(size + 1) * width + at] = field[width + at]!
    field[at * width] = field[at * width + size]!
    field[at * width + size + 1] = field[at * width + 1]!
  }
}

function normalise(field: Float32Array, size: number): Float32Array {
  const data = new Float32Array(size * size)
  for (let row = 0; row < size; row++)
    data.set(field.subarray((row + 1) * (size + 2) + 1, (row + 1) * (size + 2) + 1 + size), row * size)
  const low = data.reduce((least, value) => Math.min(least, value), Infinity)
  const high = data.reduce((most, value) => Math.max(most, value), -Infinity)
  const span = high - low || 1
  return data.map((value) => (value - low) / span)
}

/** Bilinear, on the torus. @param x, y in cells */
export function sampleCoat({ size, data }: CoatPattern, x: number, y: number): number {
  const [x0, y0] = [Math.floor(x), Math.floor(y)]
  const [tx, ty] = [x - x0, y - y0]
  const [left, right] = [wrap(x0, size), wrap(x0 + 1, size)]
  const [top, bottom] = [wrap(y0, size) * size, wrap(y0 + 1, size) * size]
  const above = data[top + left]! * (1 - tx) + data[top + right]! * tx
  const below = data[bottom + left]! * (1 - tx) + data[bottom + right]! * tx
  return above * (1 - ty) + below * ty
}

function wrap(index: number, size: number): number {
  return ((index % size) + size) % size
}
