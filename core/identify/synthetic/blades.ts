import { between, type Random } from './random.ts'
import type { Colour } from './scenery.ts'

/** A blade of grass, or a leaf on its stalk, between the camera and the animal. */
export interface Blade {
  readonly colour: Colour
  /** Nothing of it is above or below, px. */
  readonly top: number
  readonly bottom: number
  /** Nothing of it in this row is to the left or right, px. */
  spanAt(y: number): readonly [number, number]
  covers(x: number, y: number): boolean
}

/** Grass before the feet, as high as it happens to be, and some leaves before anything. */
export function drawBlades(width: number, height: number, random: Random): readonly Blade[] {
  const count = Math.floor(between(random, 25, 60))
  const grass = Array.from({ length: count }, (): Blade => {
    const [foot, top] = [between(random, 0, width), height * (1 - 0.3 * random() ** 2 - 0.03)]
    const [lean, thick] = [between(random, -30, 30), between(random, 1.2, 3.2)]
    const green = between(random, 0.7, 1.15)
    return {
      colour: [112 * green, 122 * green, 62 * green],
      top,
      bottom: height,
      spanAt: (y) => {
        const up = (height - y) / (height - top)
        const middle = foot + lean * up * up
        return [middle - thick, middle + thick]
      },
      covers: (x, y) => {
        const up = (height - y) / (height - top)
        return Math.abs(x - foot - lean * up * up) < thick * (1 - up)
      },
    }
  })
  const leaves = Array.from({ length: Math.floor(random() * 3.6) }, () => leaf(width, height, random))
  return [...grass, ...leaves]
}

function leaf(width: number, height: number, random: Random): Blade {
  const [cx, cy] = [width * between(random, 0.2, 0.8), height * between(random, 0.25, 0.75)]
  const [long, wide, angle] = [between(random, 16, 42), between(random, 5, 13), random() * Math.PI]
  const [cos, sin, green] = [Math.cos(angle), Math.sin(angle), between(random, 0.7, 1.2)]
  return {
    colour: [66 * green, 98 * green, 50 * green],
    top: cy - long - wide,
    bottom: cy + long + wide,
    spanAt: () => [cx - long - wide, cx + long + wide],
    covers: (x, y) => {
      const [p, q] = [(cos * (x - cx) + sin * (y - cy)) / long, (-sin * (x - cx) + cos * (y - cy)) / wide]
      // Pointed at both ends.
      return Math.abs(p) < 1 && Math.abs(q) < 1 - p * p
    },
  }
}
