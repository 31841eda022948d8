import { drawBody, type BodySpot } from './body.ts'
import { sampleCoat, type CoatPattern } from './gray-scott.ts'
import { traceOutline } from './outline.ts'
import { between, seededRandom, seedOf, type Random } from './random.ts'
import { drawBlades, drawScenery, mix, scale, valueNoise, type Colour } from './scenery.ts'

/** A drawn photo and the truth about it. */
export interface DrawnPhoto {
  readonly width: number
  readonly height: number
  /** [height × width × 3] uint8, sRGB */
  readonly data: Uint8Array
  /** Outline of the animal, corners in fractions of the photo. */
  readonly outline: readonly (readonly [number, number])[]
  /** Blur to be applied, sigma in px. */
  readonly blurPx: number
}

const WIDTH = 640
const HEIGHT = 480
/** Cells of the coat to a unit of the body: its 128 cells go once around. */
const CELLS = 58
const FUR: Colour = [204, 176, 128]
const BELLY: Colour = [226, 214, 190]
const MARK: Colour = [62, 44, 32]
const HOOF: Colour = [44, 38, 34]

/**
 * Draws one animal at one place: a body in a stance of its own, bent, turned and foreshortened, with its coat, before scenery that
 * belongs to the place and not to the animal; light from a side, grass and leaves in front, blur, noise.
 * @param placeSeed the same place gives the same scenery, seen from a little elsewhere
 */
export function drawPhoto(coat: CoatPattern, placeSeed: number, seed: number): DrawnPhoto {
  const random = seededRandom(seed)
  const body = drawBody(random)
  const toBody = drawView(random)
  const scenery = drawScenery(WIDTH, HEIGHT, seededRandom(placeSeed), random)
  const blades = drawBlades(WIDTH, HEIGHT, random)
  const lightAngle = between(random, -2.4, -0.7)
  const light = [Math.cos(lightAngle) * 0.75, Math.sin(lightAngle) * 0.75, 0.66] as const
  const contrast = between(random, 0.25, 0.6)
  const exposure = between(random, 0.8, 1.2)
  const warmth = between(random, -0.06, 0.06)
  const hair = valueNoise(seededRandom(seedOf(seed, 9)))
  const noise = seededRandom(seedOf(seed, 7))
  const data = new Uint8Array(WIDTH * HEIGHT * 3)
  const mask = new Uint8Array(WIDTH * HEIGHT)
  for (let y = 0; y < HEIGHT; y++) {
    const before = blades.filter(({ top, bottom }) => top <= y && y <= bottom)
    for (let x = 0; x < WIDTH; x++) {
      const [bodyX, bodyY] = toBody(x, y)
      const spot = body.at(bodyX, bodyY)
      let colour: Colour
      if (spot === null) {
        // What is below the feet lies in the animal's shadow.
        const [sx, sy] = [bodyX / 0.85, (bodyY - 0.9) / 0.12]
        colour = scale(scenery.at(x, y), 1 - 0.5 * Math.exp(-2 * (sx * sx + sy * sy)))
      } else {
        mask[y * WIDTH + x] = 1
        const lit = Math.max(0, spot.normal[0] * light[0] + spot.normal[1] * light[1] + spot.normal[2] * light[2])
        const edge = Math.min(1, 0.6 + spot.depth * 20)
        const tuft = 0.92 + 0.16 * hair(x / 1.7, y / 2.6)
        colour = scale(
          coatColour(coat, spot),
          (1 - contrast + contrast * 1.5 * lit) * edge * tuft * (spot.isFar ? 0.62 : 1),
        )
      }
      for (const blade of before) if (blade.covers(x, y)) colour = blade.colour
      const grain = (noise() + noise() - 1) * 11
      const at = (y * WIDTH + x) * 3
      // A clamped array would round; cutting off is enough.
      data[at] = Math.max(0, Math.min(255, colour[0] * exposure * (1 + warmth) + grain))
      data[at + 1] = Math.max(0, Math.min(255, colour[1] * exposure + grain))
      data[at + 2] = Math.max(0, Math.min(255, colour[2] * exposure * (1 - warmth) + grain))
    }
  }
  const outline = traceOutline(mask, WIDTH, HEIGHT, 1).map(
    ([x, y]) => [fraction((x + 0.5) / WIDTH), fraction((y + 0.5) / HEIGHT)] as const,
  )
  return { width: WIDTH, height: HEIGHT, data, outline, blurPx: between(random, 0.3, 1.3) }
}

/** Marks on fur; pale below; an eye, a dark muzzle and hoofs, which all of them have. */
function coatColour(coat: CoatPattern, { rest: [x, y] }: BodySpot): Colour {
  if (y > 0.86) return HOOF
  if (Math.hypot(x - 0.92, y + 0.53) < 0.024) return HOOF
  const muzzle = smooth(x, 1.02, 1.1)
  const pale = Math.max(smooth(y, 0.16, 0.34) * (1 - smooth(y, 0.5, 0.7)), 0)
  const marked = smooth(sampleCoat(coat, (x + 1) * CELLS, (y + 1) * CELLS), 0.3, 0.62)
  const faint = Math.max(smooth(y, 0.55, 0.75), smooth(x, 0.84, 1.0))
  return mix(mix(mix(FUR, BELLY, pale), MARK, marked * (1 - 0.85 * faint)), HOOF, 0.7 * muzzle)
}

/** The camera: photo px → coordinates of the body, which is turned, bent along its spine and foreshortened. */
function drawView(random: Random): (x: number, y: number) => readonly [number, number] {
  const [cx, cy] = [WIDTH * between(random, 0.43, 0.53), HEIGHT * between(random, 0.44, 0.52)]
  const angle = between(random, -0.14, 0.14)
  const unit = WIDTH * between(random, 0.31, 0.39)
  const bend = between(random, -0.16, 0.16)
  const depth = between(random, -0.16, 0.16)
  // Seen somewhat from behind or from before, an animal is shorter and no lower.
  const short = between(random, 0.84, 1)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return (x, y) => {
    const [dx, dy] = [x - cx, y - cy]
    // Its left side is seen, so its head is to the left.
    const [p, q] = [-(cos * dx + sin * dy) / unit / short, (-sin * dx + cos * dy) / unit]
    const along = p / (1 - depth * p)
    return [along, q * (1 + depth * along) - bend * along * along]
  }
}

function smooth(value: number, low: number, high: number): number {
  const t = Math.max(0, Math.min(1, (value - low) / (high - low)))
  return t * t * (3 - 2 * t)
}

function fraction(value: number): number {
  return Math.round(value * 1e5) / 1e5
}
