import type { CoatPattern } from './gray-scott.ts'
import { sampleCoat } from './gray-scott.ts'
import { between, seededRandom, seedOf, type Random } from './random.ts'

/** A drawn photo and the truth about it. */
export interface DrawnPhoto {
  readonly width: number
  readonly height: number
  /** [height × width × 3] uint8, sRGB */
  readonly data: Uint8Array
  /** Outline of the animal, corners in fractions of the photo, clipped to it. */
  readonly outline: readonly (readonly [number, number])[]
  /** Blur to be applied, sigma in px. */
  readonly blurPx: number
}

type Colour = readonly [number, number, number]

const WIDTH = 512
const HEIGHT = 384
const LIGHT: Colour = [206, 184, 142]
const DARK: Colour = [58, 44, 34]

/**
 * Draws one animal at one place: a bent, turned and foreshortened body with its coat, on a ground that belongs to the place
 * and not to the animal, so that who matches grounds is misled; light from a side, blur, leaves in front, noise.
 * @param placeSeed the same place gives the same ground, seen from a little elsewhere
 */
export function drawPhoto(coat: CoatPattern, placeSeed: number, seed: number): DrawnPhoto {
  const random = seededRandom(seed)
  const body = drawBody(random)
  const ground = groundOf(seededRandom(placeSeed), random)
  const lightAngle = random() * 2 * Math.PI
  const lightStrength = between(random, 0.1, 0.35)
  const exposure = between(random, 0.75, 1.2)
  const leaves = Array.from({ length: Math.floor(random() * 3.5) }, () => leafOf(random, body))
  const noise = seededRandom(seedOf(seed, 7))
  const data = new Uint8Array(WIDTH * HEIGHT * 3)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const [along, across] = body.toBody(x, y)
      const inside = body.insideness(along, across)
      let [red, green, blue] = [0, 0, 0]
      if (inside > 0) {
        // The coat sticks to the body: its coordinates do not know of the photo's.
        const pattern = smooth(sampleCoat(coat, (along + 1) * 40, (across + 1) * 24), 0.3, 0.62)
        const round = Math.sqrt(Math.max(0, 1 - across * across * 0.7))
        const edge = Math.min(1, inside * 12)
        const shade = round * edge + (1 - edge) * 0.4
        red = (LIGHT[0] + (DARK[0] - LIGHT[0]) * pattern) * shade
        green = (LIGHT[1] + (DARK[1] - LIGHT[1]) * pattern) * shade
        blue = (LIGHT[2] + (DARK[2] - LIGHT[2]) * pattern) * shade
      } else {
        const shade = 0.65 + 0.35 * ground(x, y)
        red = 112 * shade
        green = 122 * shade
        blue = 88 * shade
      }
      for (const leaf of leaves) if (leaf(x, y)) [red, green, blue] = [60, 96, 48]
      const slope =
        (Math.cos(lightAngle) * (x - WIDTH / 2)) / WIDTH + (Math.sin(lightAngle) * (y - HEIGHT / 2)) / HEIGHT
      const light = exposure * (1 + 2 * lightStrength * slope)
      const grain = (noise() + noise() - 1) * 14
      const at = (y * WIDTH + x) * 3
      // A clamped array would round; cutting off is enough.
      data[at] = Math.max(0, Math.min(255, red * light + grain))
      data[at + 1] = Math.max(0, Math.min(255, green * light + grain))
      data[at + 2] = Math.max(0, Math.min(255, blue * light + grain))
    }
  }
  return { width: WIDTH, height: HEIGHT, data, outline: body.outline, blurPx: between(random, 0.3, 1.3) }
}

interface Body {
  /** Photo px → along the spine and across it, each about −1 … 1. */
  toBody(x: number, y: number): readonly [number, number]
  /** > 0 inside, growing inwards. */
  insideness(along: number, across: number): number
  readonly outline: readonly (readonly [number, number])[]
  readonly centre: readonly [number, number]
}

function drawBody(random: Random): Body {
  const centre = [WIDTH * between(random, 0.44, 0.56), HEIGHT * between(random, 0.43, 0.57)] as const
  const angle = between(random, -0.35, 0.35)
  const long = WIDTH * between(random, 0.3, 0.37)
  const wide = HEIGHT * between(random, 0.2, 0.25)
  const bend = between(random, -0.22, 0.22)
  const depth = between(random, -0.18, 0.18)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  function insideness(along: number, across: number): number {
    return 1 - along ** 4 - across ** 2
  }
  /** The inverse of `toBody`: foreshortening, bend, turn. */
  function toPhoto(along: number, across: number): readonly [number, number] {
    const p = (along * long) / (1 + depth * along)
    const q = (across * wide) / (1 + depth * along) + bend * long * along * along
    return [centre[0] + cos * p - sin * q, centre[1] + sin * p + cos * q]
  }
  function toBody(x: number, y: number): readonly [number, number] {
    const [dx, dy] = [x - centre[0], y - centre[1]]
    const [p, q] = [cos * dx + sin * dy, -sin * dx + cos * dy]
    const along = p / long / (1 - (depth * p) / long)
    return [along, ((q - bend * long * along * along) / wide) * (1 + depth * along)]
  }
  const outline = Array.from({ length: 48 }, (_, step) => {
    const turn = (step / 48) * 2 * Math.PI
    const along = Math.sign(Math.cos(turn)) * Math.sqrt(Math.abs(Math.cos(turn)))
    const [x, y] = toPhoto(along, Math.sin(turn))
    return [clip(x / WIDTH), clip(y / HEIGHT)] as const
  })
  return { toBody, insideness, outline, centre }
}

/** Value noise of three octaves, in [0, 1]; the camera's own `random` moves it by some px. */
function groundOf(place: Random, camera: Random): (x: number, y: number) => number {
  const size = 64
  const grid = Float32Array.from({ length: size * size }, () => place())
  const [shiftX, shiftY] = [between(camera, -25, 25), between(camera, -25, 25)]
  function at(x: number, y: number): number {
    const [x0, y0] = [Math.floor(x), Math.floor(y)]
    const [tx, ty] = [x - x0, y - y0]
    const cell = (cx: number, cy: number) => grid[(cy & (size - 1)) * size + (cx & (size - 1))]!
    const above = cell(x0, y0) * (1 - tx) + cell(x0 + 1, y0) * tx
    return above * (1 - ty) + (cell(x0, y0 + 1) * (1 - tx) + cell(x0 + 1, y0 + 1) * tx) * ty
  }
  return (x, y) => {
    const [px, py] = [x + shiftX + 100, y + shiftY + 100]
    return 0.45 * at(px / 22, py / 22) + 0.33 * at(px / 9, py / 9) + 0.22 * at(px / 4, py / 4)
  }
}

/** An ellipse somewhere over the body. */
function leafOf(random: Random, { centre }: Body): (x: number, y: number) => boolean {
  const [cx, cy] = [centre[0] + between(random, -150, 150), centre[1] + between(random, -80, 80)]
  const [long, wide, angle] = [between(random, 18, 46), between(random, 5, 14), random() * Math.PI]
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return (x, y) => {
    const [p, q] = [cos * (x - cx) + sin * (y - cy), -sin * (x - cx) + cos * (y - cy)]
    return (p / long) ** 2 + (q / wide) ** 2 < 1
  }
}

function smooth(value: number, low: number, high: number): number {
  const t = Math.max(0, Math.min(1, (value - low) / (high - low)))
  return t * t * (3 - 2 * t)
}

function clip(fraction: number): number {
  return Math.round(Math.max(0, Math.min(1, fraction)) * 1e5) / 1e5
}
