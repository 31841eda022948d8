import type { AnnotationRegion } from '../api/identify.ts'
import type { Pixels, PixelSpec, Region } from '../types.ts'
import type { Detector } from './detector.ts'
import { selectBoxes } from './select-boxes.ts'

/** A photo, decoded as it is asked for. */
export interface RegionPhoto {
  /** @param region part of the upright photo; null: all of it */
  readonly decode: (pixels: PixelSpec, region: Region | null) => Promise<Pixels>
}

/** Where an animal probably is. */
export interface ProposedRegion {
  readonly region: AnnotationRegion
  /** Detector and version, as an annotation's `drawnBy`. */
  readonly drawnBy: string
  /** The detector's confidence in [0, 1]; null: nothing was detected. */
  readonly quality: number | null
}

export const WHOLE_PHOTO = { kind: 'box', x: 0, y: 0, width: 1, height: 1 } as const

/**
 * Proposes the animals of a photo, the one that it was most likely taken of first.
 * @returns never empty: the whole photo where nothing is found or there is no detector, `drawnBy` saying so
 */
export async function proposeRegions(
  photo: RegionPhoto,
  detector: Detector | null,
): Promise<readonly ProposedRegion[]> {
  if (detector === null) return [wholePhoto('no detector is installed')]
  const found = selectBoxes(await detector.detect(await photo.decode(detector.pixels, null)))
  if (found.length === 0) return [wholePhoto(`${detector.id} found no animal`)]
  return found.map(({ box, confidence }) => ({
    region: { kind: 'box', ...box },
    drawnBy: detector.id,
    quality: confidence,
  }))
}

function wholePhoto(why: string): ProposedRegion {
  return { region: WHOLE_PHOTO, drawnBy: `whole photo (${why})`, quality: null }
}
