import type { Device } from '../api.ts'
import type { AnnotationRegion } from '../api/identify.ts'
import type { RegionClick } from '../api/photo-id.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import type { DecodePool } from '../library/decoded.ts'
import type { Detector } from '../regions/detector.ts'
import {
  proposeRegions,
  refineRegion,
  regionAt,
  type ProposedRegion,
  type RegionMethods,
  type RegionPhoto,
} from '../regions/propose.ts'
import { openSegmenter } from '../regions/segmenter.ts'
import { openYolox } from '../regions/yolox.ts'
import { ResightError } from '../types.ts'
import { lazy } from './lazy.ts'
import { findModelFile } from './model-file.ts'
import { cacheFolderOf } from './open-model.ts'

/** Proposes where the animals of photos are. Opened when first needed. */
export interface RegionProposer {
  /**
   * @param path of a photo
   * @returns animals, the one that the photo was most likely taken of first; never empty: the whole photo where none is
   * found or no detector is installed, `drawnBy` saying so
   * @throws PhotoError as `DecodePool.decode`
   */
  propose(path: string, signal?: AbortSignal): Promise<readonly ProposedRegion[]>
  /** The animal under a point, in fractions of the photo. @throws as `propose`; ResightError `invalid-argument` */
  regionAt(path: string, x: number, y: number, signal?: AbortSignal): Promise<ProposedRegion>
  /**
   * A region's outline drawn anew with clicks on what is animal and what is not, in fractions of the photo. Give all clicks
   * since the region was proposed, and that region, each time.
   * @throws as `propose`; ResightError `invalid-argument`, `crashed`, `timed-out`
   */
  refine(
    path: string,
    region: AnnotationRegion,
    clicks: readonly RegionClick[],
    signal?: AbortSignal,
  ): Promise<ProposedRegion>
  close(): Promise<void>
}

export interface RegionStages {
  readonly catalogue: Catalogue
  readonly modelsFolders: readonly string[]
  readonly device: () => Device
  readonly openPool: () => Promise<DecodePool>
}

export function regionProposerOf({ catalogue, modelsFolders, device, openPool }: RegionStages): RegionProposer {
  const detector = lazy<Detector | null>(
    async () => {
      const file = findModelFile('detector', 'yolox', modelsFolders)
      return file === null ? null : openYolox(file, { device: device(), cacheFolder: cacheFolderOf(catalogue) })
    },
    (opened) => opened?.dispose(),
  )
  const segmenter = openSegmenter()
  const methods = async (): Promise<RegionMethods> => ({ detector: await detector.get(), segmenter })
  const photo = (path: string, signal: AbortSignal | undefined) => photoAt(path, openPool, signal)
  return {
    propose: async (path, signal) => proposeRegions(photo(path, signal), await methods()),
    regionAt: async (path, x, y, signal) => regionAt(photo(path, signal), x, y, await methods()),
    refine: async (path, region, clicks, signal) => refineRegion(photo(path, signal), region, clicks, await methods()),
    async close(): Promise<void> {
      segmenter.close()
      await detector.close()
    },
  }
}

function photoAt(path: string, openPool: () => Promise<DecodePool>, signal: AbortSignal | undefined): RegionPhoto {
  return {
    decode: async (pixels, region) => {
      const pool = await openPool()
      const decoded = await pool.decode(
        {
          path,
          pixels,
          ...(region === null ? {} : { region }),
          thumbnailPx: null,
          metadata: false,
          // Only the picture is of interest; the zeros are never stored.
          knownHash: '0'.repeat(64),
        },
        signal,
      )
      if (decoded.pixels === null) throw new ResightError('internal', `Decoding ${path} gave no picture`)
      return decoded.pixels
    },
  }
}
