import { drawBlades, type Blade } from './blades.ts'
import { drawBody, type BodySpot } from './body.ts'
import { sampleCoat, type CoatPattern } from './gray-scott.ts'
import { traceOutline } from './outline.ts'
import { between, seededRandom, seedOf, type Random } from './random.ts'
import { drawScenery, type Colour } from './scenery.ts'
import { valueNoise } from './value-noise.ts'

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
  const row = new Float64Array(WIDTH * 3)
  const places = new Float64Array(WIDTH * 2)
  const spot: BodySpot = { restX: 0, restY: 0, normalX: 0, normalY: 0, normalZ: 1, depth: 0, isFar: false }
  for (let y = 0; y < HEIGHT; y++) {
    const isAnimal = mask.subarray(y * WIDTH, (y + 1) * WIDTH)
    toBody(y, places)
    for (let x = 0; x < WIDTH; x++) {
      if (!body.at(places[2 * x]!, places[2 * x + 1]!, spot)) continue
      isAnimal[x] = 1
      const lit = Math.max(0, spot.normalX * light[0] + spot.normalY * light[1] + spot.normalZ * light[2])
      const edge = Math.min(1, 0.6 + spot.depth * 20)
      const tuft = 0.92 + 0.16 * hair(x / 1.7, y / 2.6)
      const bright = (1 - contrast + contrast * 1.5 * lit) * edge * tuft * (spot.isFar ? 0.62 : 1)
      const colour = coatColour(coat, spot)
      for (let c = 0; c < 3; c++) row[3 * x + c] = colour[c]! * bright
    }
    scenery.paintRow(y, row, isAnimal)
    castShadow(places, row, isAnimal)
    for (const blade of blades) paintBlade(blade, y, row)
    for (let x = 0; x < WIDTH; x++) {
      const grain = (noise() + noise() - 1) * 11
      const at = (y * WIDTH + x) * 3
      // A clamped array would round; cutting off is enough.
      data[at] = Math.max(0, Math.min(255, row[3 * x]! * exposure * (1 + warmth) + grain))
      data[at + 1] = Math.max(0, Math.min(255, row[3 * x + 1]! * exposure + grain))
      data[at + 2] = Math.max(0, Math.min(255, row[3 * x + 2]! * exposure * (1 - warmth) + grain))
    }
  }
  const outline = traceOutline(mask, WIDTH, HEIGHT, 1).map(
    ([x, y]) => [fraction((x + 0.5) / WIDTH), fraction((y + 0.5) / HEIGHT)] as const,
  )
  return { width: WIDTH, height: HEIGHT, data, outline, blurPx: between(random, 0.3, 1.3) }
}

/** What is below the feet lies in the animal's shadow. @param places [width × 2], coordinates of the body */
function castShadow(places: Float64Array, row: Float64Array, isAnimal: Uint8Array): void {
  for (let x = 0; x < WIDTH; x++) {
    const sx = places[2 * x]! / 0.85
    const sy = (places[2 * x + 1]! - 0.9) / 0.12
    const away = sx * sx + sy * sy
    // Further away, 1 less the shadow is 1.
    if (isAnimal[x] !== 0 || away > 20) continue
    const bright = 1 - 0.5 * Math.exp(-2 * away)
    for (let c = 0; c < 3; c++) row[3 * x + c]! *= bright
  }
}

function paintBlade(blade: Blade, y: number, row: Float64Array): void {
  if (y < blade.top || y > blade.bottom) return
  const [left, right] = blade.spanAt(y)
  for (let x = Math.max(0, Math.floor(left)); x <= Math.min(WIDTH - 1, Math.ceil(right)); x++)
    if (blade.covers(x, y)) row.set(blade.colour, 3 * x)
}

/** Marks on fur; pale below; an eye, a dark muzzle and hoofs, which all of them have. */
function coatColour(coat: CoatPattern, { restX: x, restY: y }: BodySpot): Colour {
  if (y > 0.86) return HOOF
  if (Math.abs(x - 0.92) < 0.025 && Math.hypot(x - 0.92, y + 0.53) < 0.024) return HOOF
  const muzzle = smooth(x, 1.02, 1.1)
  const pale = Math.max(smooth(y, 0.16, 0.34) * (1 - smooth(y, 0.5, 0.7)), 0)
  const marked = smooth(sampleCoat(coat, (x + 1) * CELLS, (y + 1) * CELLS), 0.3, 0.62)
  const faint = Math.max(smooth(y, 0.55, 0.75), smooth(x, 0.84, 1.0))
  return mix(mix(mix(FUR, BELLY, pale), MARK, marked * (1 - 0.85 * faint)), HOOF, 0.7 * muzzle)
}

/**
 * The camera: photo px → coordinates of the body, which is turned, bent along its spine and foreshortened.
 * @returns fills in those of a row, [width × 2]
 */
function drawView(random: Random): (y: number, places: Float64Array) => void {
  const [cx, cy] = [WIDTH * between(random, 0.43, 0.53), HEIGHT * between(random, 0.44, 0.52)]
  const angle = between(random, -0.14, 0.14)
  const unit = WIDTH * between(random, 0.31, 0.39)
  const bend = between(random, -0.16, 0.16)
  const depth = between(random, -0.16, 0.16)
  // Seen somewhat from behind or from before, an animal is shorter and no lower.
  const short = between(random, 0.84, 1)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return (y, places) => {
    const dy = y - cy
    for (let x = 0; x < WIDTH; x++) {
      const dx = x - cx
      // Its left side is seen, so its head is to the left.
      const p = -(cos * dx + sin * dy) / unit / short
      const q = (-sin * dx + cos * dy) / unit
      const along = p / (1 - depth * p)
      places[2 * x] = along
      places[2 * x + 1] = q * (1 + depth * along) - bend * along * along
    }
  }
}

function smooth(value: number, low: number, high: number): number {
  const t = Math.max(0, Math.min(1, (value - low) / (high - low)))
  return t * t * (3 - 2 * t)
}

function fraction(value: number): number {
  return Math.round(value * 1e5) / 1e5
}

function mix(a: Colour, b: Colour, t: number): Colour {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t]
}
