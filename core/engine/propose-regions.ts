import type { Device } from '../api.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import type { DecodePool } from '../library/decoded.ts'
import type { Detector } from '../regions/detector.ts'
import { proposeRegions, type ProposedRegion, type RegionPhoto } from '../regions/propose.ts'
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
  return {
    propose: async (path, signal) => proposeRegions(photoAt(path, openPool, signal), await detector.get()),
    close: () => detector.close(),
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
