import type { HeatMap } from '../../../core/api.ts'

/** Stops of a ramp that gets lighter and warmer throughout, so that it reads without colour too (after Inferno). */
const RAMP = [
  [20, 11, 53],
  [87, 16, 110],
  [151, 39, 102],
  [212, 72, 66],
  [245, 125, 21],
  [252, 190, 60],
  [252, 250, 164],
] as const

/** Colours of the ramp as CSS, low to high. */
export const RAMP_CSS = `linear-gradient(to right, ${RAMP.map((rgb) => `rgb(${rgb.join(' ')})`).join(', ')})`

export type Row = 'top' | 'middle' | 'bottom'
export type Column = 'left' | 'centre' | 'right'

export interface HeatSummary {
  readonly lowest: number
  readonly highest: number
  /** Where the highest is, by thirds of the map. */
  readonly row: Row
  readonly column: Column
  /** Fraction of the map that is more than half way from the lowest to the highest. */
  readonly strongFraction: number
}

export function summarizeHeat({ columns, rows, similarities }: HeatMap): HeatSummary {
  const lowest = Math.min(...similarities)
  const highest = Math.max(...similarities)
  const peak = similarities.indexOf(highest)
  const half = (lowest + highest) / 2
  const third = (at: number, of: number) => Math.min(2, Math.floor((3 * (at + 0.5)) / of))
  return {
    lowest,
    highest,
    row: (['top', 'middle', 'bottom'] as const)[third(Math.floor(peak / columns), rows)] ?? 'middle',
    column: (['left', 'centre', 'right'] as const)[third(peak % columns, columns)] ?? 'centre',
    strongFraction: similarities.filter((similarity) => similarity > half).length / similarities.length,
  }
}

/** RGBA of every cell, row by row; what is near the map's lowest lets the photo through. */
export function heatPixels({ similarities }: HeatMap): Uint8ClampedArray<ArrayBuffer> {
  const lowest = Math.min(...similarities)
  const span = Math.max(...similarities) - lowest || 1
  const pixels = new Uint8ClampedArray(similarities.length * 4)
  similarities.forEach((similarity, i) => {
    const heat = (similarity - lowest) / span
    const [r, g, b] = rampAt(heat)
    pixels.set([r, g, b, 255 * Math.min(1, 0.25 + heat)], i * 4)
  })
  return pixels
}

function rampAt(heat: number): readonly [number, number, number] {
  const at = heat * (RAMP.length - 1)
  const low = RAMP[Math.floor(at)] ?? RAMP[0]
  const high = RAMP[Math.ceil(at)] ?? low
  const mix = (i: 0 | 1 | 2) => low[i] + (high[i] - low[i]) * (at % 1)
  return [mix(0), mix(1), mix(2)]
}
