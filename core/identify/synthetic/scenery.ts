import { between, type Random } from './random.ts'
import { valueNoise } from './value-noise.ts'

export type Colour = readonly [number, number, number]

/** What is behind the animal and under it. */
export interface Scenery {
  /**
   * Colours a row of pixels.
   * @param y px @param row [width × 3], of which only what is seen is written @param isHidden [width], not 0 where it is not seen
   */
  paintRow(y: number, row: Float64Array, isHidden: Uint8Array): void
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

const STONE: Colour = [142, 138, 130]

interface Stone {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly grey: number
}

/**
 * A clearing before bushes: the place's own, seen from a little elsewhere each time. It has stones and tufts that can be
 * found again, so that who matches grounds is misled.
 */
export function drawScenery(width: number, height: number, place: Random, camera: Random): Scenery {
  const { soil, bush, sky } = GROUNDS[Math.floor(place() * GROUNDS.length)]!
  const noise = valueNoise(place)
  const [shiftX, shiftY] = [between(camera, -30, 30), between(camera, -12, 12)]
  const horizon = height * between(place, 0.36, 0.46) + shiftY
  const stones = Array.from({ length: 12 }, (): Stone => ({
    x: between(place, -40, width + 40) + shiftX,
    y: between(place, height * 0.5, height) + shiftY,
    size: between(place, 4, 15),
    grey: between(place, 0.7, 1.25),
  }))
  function paintBushes(y: number, row: Float64Array, isHidden: Uint8Array): void {
    const py = y - shiftY + 100
    const far = (horizon - y) / horizon
    for (let x = 0; x < width; x++) {
      if (isHidden[x] !== 0) continue
      const px = x - shiftX + 100
      // Out of focus: coarse noise alone.
      // Each octave looks along other axes, or the grid shows.
      const leaves =
        0.5 * noise((0.8 * px + 0.6 * py) / 52, (0.8 * py - 0.6 * px) / 44) +
        0.32 * noise((0.9 * px - 0.44 * py) / 23, (0.9 * py + 0.44 * px) / 20) +
        0.18 * noise((0.5 * px + 0.87 * py) / 9, (0.5 * py - 0.87 * px) / 9)
      const light = Math.max(0, Math.min(1, far * 1.5 - 0.9 + 0.7 * leaves))
      const bright = 0.75 + 0.4 * leaves
      for (let c = 0; c < 3; c++) row[3 * x + c] = (bush[c]! + (sky[c]! - bush[c]!) * light) * bright
    }
  }
  function paintGround(y: number, row: Float64Array, isHidden: Uint8Array): void {
    const py = y - shiftY + 100
    const depth = 0.35 + (y - horizon) / (height - horizon)
    const across = stones.filter((stone) => ((y - stone.y) / (stone.size * 0.6)) ** 2 < 1)
    for (let x = 0; x < width; x++) {
      if (isHidden[x] !== 0) continue
      const px = x - shiftX + 100
      const grain =
        0.45 * noise(px / (26 * depth), py / (9 * depth)) +
        0.33 * noise(px / (9 * depth), py / (4 * depth)) +
        0.22 * noise(px / 3, py / 2)
      const stone = across.find((one) => withinStone(one, x, y) < 1)
      if (stone === undefined) {
        const grown = 0.5 * noise(px / 60, py / 25)
        const bright = 0.62 + 0.6 * grain
        for (let c = 0; c < 3; c++) row[3 * x + c] = (soil[c]! + (bush[c]! - soil[c]!) * grown) * bright
      } else {
        const down = (y - stone.y) / (stone.size * 0.6)
        const round = Math.sqrt(1 - withinStone(stone, x, y))
        const bright = stone.grey * (0.55 + 0.4 * round - 0.25 * down + 0.2 * grain)
        for (let c = 0; c < 3; c++) row[3 * x + c] = STONE[c]! * bright
      }
    }
  }
  return {
    paintRow: (y, row, isHidden) => (y < horizon ? paintBushes : paintGround)(y, row, isHidden),
    horizon,
  }
}

/** Squared distance from its middle, 1 at its edge. */
function withinStone(stone: Stone, x: number, y: number): number {
  const dx = (x - stone.x) / stone.size
  const dy = (y - stone.y) / (stone.size * 0.6)
  return dx * dx + dy * dy
}
