import { between, type Random } from './random.ts'

export type Colour = readonly [number, number, number]

/** What is behind the animal and under it. */
export interface Scenery {
  /** Colour at a place, px. */
  at(x: number, y: number): Colour
  /** Where the ground begins, px. */
  readonly horizon: number
}

/** Dry, fresh, stony and reddish grounds; a place has one of them. */
const GROUNDS: readonly { readonly soil: Colour; readonly bush: Colour; readonly sky: Colour }[] = [
  { soil: [152, 134, 92], bush: [98, 106, 62], sky: [196, 204, 196] },
  { soil: [104, 122, 66], bush: [62, 88, 52], sky: [182, 196, 188] },
  { soil: [134, 128, 118], bush: [92, 98, 84], sky: [190, 196, 204] },
  { soil: [158, 112, 78], bush: [106, 98, 60], sky: [208, 200, 184] },
]

/**
 * A clearing before bushes: the place's own, seen from a little elsewhere each time. It has stones and tufts that can be
 * found again, so that who matches grounds is misled.
 */
export function drawScenery(width: number, height: number, place: Random, camera: Random): Scenery {
  const { soil, bush, sky } = GROUNDS[Math.floor(place() * GROUNDS.length)]!
  const noise = valueNoise(place)
  const [shiftX, shiftY] = [between(camera, -30, 30), between(camera, -12, 12)]
  const horizon = height * between(place, 0.36, 0.46) + shiftY
  const stones = Array.from({ length: 12 }, () => ({
    x: between(place, -40, width + 40) + shiftX,
    y: between(place, height * 0.5, height) + shiftY,
    size: between(place, 4, 15),
    grey: between(place, 0.7, 1.25),
  }))
  function at(x: number, y: number): Colour {
    const [px, py] = [x - shiftX + 100, y - shiftY + 100]
    if (y < horizon) {
      const far = (horizon - y) / horizon
      // Out of focus: coarse noise alone.
      // Each octave looks along other axes, or the grid shows.
      const leaves =
        0.5 * noise((0.8 * px + 0.6 * py) / 52, (0.8 * py - 0.6 * px) / 44) +
        0.32 * noise((0.9 * px - 0.44 * py) / 23, (0.9 * py + 0.44 * px) / 20) +
        0.18 * noise((0.5 * px + 0.87 * py) / 9, (0.5 * py - 0.87 * px) / 9)
      const light = mix(bush, sky, Math.max(0, Math.min(1, far * 1.5 - 0.9 + 0.7 * leaves)))
      return scale(light, 0.75 + 0.4 * leaves)
    }
    const near = (y - horizon) / (height - horizon)
    const depth = 0.35 + near
    const grain =
      0.45 * noise(px / (26 * depth), py / (9 * depth)) +
      0.33 * noise(px / (9 * depth), py / (4 * depth)) +
      0.22 * noise(px / 3, py / 2)
    const ground = scale(mix(soil, bush, 0.5 * noise(px / 60, py / 25)), 0.62 + 0.6 * grain)
    for (const stone of stones) {
      const [dx, dy] = [(x - stone.x) / stone.size, (y - stone.y) / (stone.size * 0.6)]
      const within = dx * dx + dy * dy
      if (within < 1)
        return scale([142, 138, 130], stone.grey * (0.55 + 0.4 * Math.sqrt(1 - within) - 0.25 * dy + 0.2 * grain))
    }
    return ground
  }
  return { at, horizon }
}

/** A blade of grass, or a leaf on its stalk, between the camera and the animal. */
export interface Blade {
  readonly colour: Colour
  /** Nothing of it is above or below, px. */
  readonly top: number
  readonly bottom: number
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
    covers: (x, y) => {
      const [p, q] = [(cos * (x - cx) + sin * (y - cy)) / long, (-sin * (x - cx) + cos * (y - cy)) / wide]
      // Pointed at both ends.
      return Math.abs(p) < 1 && Math.abs(q) < 1 - p * p
    },
  }
}

/** Smooth random values in [0, 1], one per unit, repeating every 64. */
export function valueNoise(random: Random): (x: number, y: number) => number {
  const size = 64
  const grid = Float32Array.from({ length: size * size }, () => random())
  const cell = (x: number, y: number) => grid[(y & (size - 1)) * size + (x & (size - 1))]!
  return (x, y) => {
    const [x0, y0] = [Math.floor(x), Math.floor(y)]
    const [tx, ty] = [ease(x - x0), ease(y - y0)]
    const above = cell(x0, y0) * (1 - tx) + cell(x0 + 1, y0) * tx
    return above * (1 - ty) + (cell(x0, y0 + 1) * (1 - tx) + cell(x0 + 1, y0 + 1) * tx) * ty
  }
}

function ease(t: number): number {
  return t * t * (3 - 2 * t)
}

export function mix(a: Colour, b: Colour, t: number): Colour {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t]
}

export function scale([red, green, blue]: Colour, by: number): Colour {
  return [red * by, green * by, blue * by]
}
