import { stat } from 'node:fs/promises'
import type { Device } from '../api.ts'
import { DEFAULT_MODEL, openEncoder } from '../encoders/registry.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { readLocalFeatures, writeLocalFeatures, type FeatureRegion } from '../library/catalogue/local-features.ts'
import { preferredPaths } from '../library/catalogue/photos.ts'
import { PhotoError, type DecodePool, type DecodeRequest } from '../library/decoded.ts'
import type { FeaturePicture, QuarterTurns } from '../rerank/local/extractor.ts'
import { openLocal, type OpenLocal } from '../rerank/local/open-local.ts'
import { regionVector, type FeatureFinder } from '../rerank/local/region-vector.ts'
import {
  ResightError,
  type LocalFeatures,
  type LocalFeatureSource,
  type PicturePart,
  type PixelSpec,
} from '../types.ts'
import { checkGoesOn } from './check-goes-on.ts'
import { lazy } from './lazy.ts'
import { findModelFile } from './model-file.ts'
import { cacheFolderOf } from './open-model.ts'
import { promiseCache } from './promise-cache.ts'
import type { Uploads } from './uploads.ts'

/** Photos decoded at once, so that the extractor has the next while it works on one. */
const PHOTOS_AT_ONCE = 8
/** Query pictures remembered; each takes some 60 to 110 kB. */
const PICTURES_KEPT = 64

/** Local features of a library's photos, and what works on them. Opened when first needed. */
export interface LocalFeaturesOfLibrary {
  open(): Promise<OpenLocal>
  /**
   * One vector a region, of the built-in encoder whatever model the library searches by, so that what photo-ID
   * remembers and was calibrated on stays. Its session is opened with its first picture: no earlier is it in memory.
   */
  regionVectors(): Promise<FeatureFinder>
  source(signal?: AbortSignal): LocalFeatureSource
  /**
   * Features of photos or of regions of them, kept in the catalogue. What several finders are missing of a photo they find
   * in one reading of its file.
   * @param finders absent: the extractor that searches are reranked by
   * @param turns other than 0: of a copy turned by so many quarters, which is not kept
   * @returns a list a finder, of one entry a photo, in order; null: it can't be read @throws ResightError `cancelled`
   */
  ofPhotos(
    photos: readonly PhotoRegion[],
    options?: {
      readonly finders?: readonly FeatureFinder[]
      readonly turns?: QuarterTurns
      readonly signal?: AbortSignal
    },
  ): Promise<readonly (readonly (LocalFeatures | null)[])[]>
  close(): Promise<void>
}

export interface PhotoRegion {
  readonly photoId: number
  /** null: the whole photo */
  readonly region: FeatureRegion | null
}

export interface LocalFeatureStages {
  readonly catalogue: Catalogue
  readonly modelsFolders: readonly string[]
  readonly device: () => Device
  readonly openPool: () => Promise<DecodePool>
  readonly uploads: Uploads
}

export function localFeaturesOf(stages: LocalFeatureStages): LocalFeaturesOfLibrary {
  const { catalogue, modelsFolders, device, openPool, uploads } = stages
  const opened = lazy(
    () => openLocal({ device: device(), xfeatFile: findXFeat(modelsFolders), cacheFolder: cacheFolderOf(catalogue) }),
    (local) => local.dispose(),
  )
  const encoder = lazy(
    () => openEncoder(DEFAULT_MODEL, { device: device(), modelsFolders, cacheFolder: cacheFolderOf(catalogue) }),
    (builtIn) => builtIn.dispose(),
  )
  const pictures = promiseCache<LocalFeatures>(PICTURES_KEPT)

  const ofPhotos: LocalFeaturesOfLibrary['ofPhotos'] = async (photos, { finders, turns = 0, signal } = {}) => {
    const asked = finders ?? [(await opened.get()).extractor]
    const found = asked.map(({ id }) =>
      photos.map(({ photoId, region }) =>
        turns === 0 ? readLocalFeatures(catalogue, { extractor: id, region }, [photoId])[0]! : null,
      ),
    )
    const missing = photos.flatMap((photo, i) => {
      const lacking = asked.flatMap((finder, f) => (found[f]![i] === null ? [{ finder, f }] : []))
      return lacking.length === 0 ? [] : [{ ...photo, i, lacking }]
    })
    for (let start = 0; start < missing.length; start += PHOTOS_AT_ONCE) {
      checkGoesOn(signal, 'Looking for keypoints')
      const some = missing.slice(start, start + PHOTOS_AT_ONCE)
      const paths = preferredPaths(
        catalogue,
        some.map(({ photoId }) => photoId),
      )
      const extracted = await Promise.all(
        some.map(({ region, lacking }, s) => {
          const finders = lacking.map(({ finder }) => finder)
          return extractIfReadable({ finders, openPool, region, turns, signal }, paths[s] ?? null)
        }),
      )
      some.forEach(({ i, photoId, region, lacking }, s) => {
        lacking.forEach(({ finder, f }, at) => {
          const features = extracted[s]?.[at] ?? null
          found[f]![i] = features
          if (features === null || turns !== 0) return
          writeLocalFeatures(catalogue, { extractor: finder.id, region }, [{ photoId, features }])
        })
      })
    }
    return found
  }

  async function ofPart(part: PicturePart): Promise<LocalFeatures> {
    const { extractor } = await opened.get()
    if (part.kind === 'photo') {
      const [[known] = []] = await ofPhotos([{ photoId: part.photoId, region: part.region ?? null }])
      if (known !== null && known !== undefined) return known
      throw new ResightError('not-found', `Photo ${part.photoId} can't be read`, { remedy: 'Scan the folders again.' })
    }
    const path = part.kind === 'file' ? part.path : await uploads.path(part.uploadId)
    const stats = await stat(path).catch(() => null)
    const { x, y, width, height } = part.region ?? { x: 0, y: 0, width: 1, height: 1 }
    const key = JSON.stringify([extractor.id, path, stats?.size, stats?.mtimeMs, x, y, width, height])
    const wanted = { finders: [extractor], openPool, region: part.region ?? null, turns: 0 } as const
    return pictures(key, async () => (await extractFile(wanted, path))[0]!)
  }

  return {
    open: () => opened.get(),
    regionVectors: async () => regionVector(await encoder.get()),
    ofPhotos,
    source: (signal) => ({
      ofPart,
      ofPhotos: async (ids) => {
        const whole = ids.map((photoId) => ({ photoId, region: null }))
        return (await ofPhotos(whole, { signal }))[0]!
      },
    }),
    close: async () => {
      await opened.close()
      await encoder.close()
    },
  }
}

/** The file of the manifest's XFeat where it is whole; null: not installed. */
export function findXFeat(modelsFolders: readonly string[]): string | null {
  return findModelFile('local-features', 'xfeat', modelsFolders)
}

interface Extraction {
  readonly finders: readonly FeatureFinder[]
  readonly openPool: () => Promise<DecodePool>
  readonly region: FeatureRegion | null
  readonly turns: QuarterTurns
  readonly signal?: AbortSignal | undefined
}

/** A photo that can't be read is no reason to fail a whole search: null. */
async function extractIfReadable(wanted: Extraction, path: string | null): Promise<readonly LocalFeatures[] | null> {
  if (path === null) return null
  try {
    return await extractFile(wanted, path)
  } catch (error) {
    if (error instanceof PhotoError && error.code !== 'cancelled') return null
    throw error
  }
}

/** @returns one entry a finder; those that see the same pixels share a decoding */
async function extractFile(wanted: Extraction, path: string): Promise<readonly LocalFeatures[]> {
  const { finders, turns, signal } = wanted
  const decoded = new Map<string, Promise<FeaturePicture>>()
  return Promise.all(
    finders.map(async (finder) => {
      const key = JSON.stringify(finder.pixels)
      const picture = decoded.get(key) ?? decodeRegion(wanted, path, finder.pixels)
      decoded.set(key, picture)
      const seen = await picture
      checkGoesOn(signal, 'Looking for keypoints')
      return finder.extract(seen, turns)
    }),
  )
}

async function decodeRegion(
  { openPool, region, signal }: Extraction,
  path: string,
  spec: PixelSpec,
): Promise<FeaturePicture> {
  const pool = await openPool()
  const box = region ?? { x: 0, y: 0, width: 1, height: 1 }
  const request: DecodeRequest = {
    path,
    pixels: spec,
    ...(region === null ? {} : { region: { x: box.x, y: box.y, width: box.width, height: box.height } }),
    thumbnailPx: null,
    metadata: false,
    // Features are kept by photo, not by hash; the zeros are never stored.
    knownHash: '0'.repeat(64),
  }
  const { pixels, width, height } = await pool.decode(request, signal)
  if (pixels === null) throw new ResightError('internal', `Decoding ${path} gave no picture`)
  const polygon = region?.polygon
  return { pixels, imageSize: { width, height }, region: box, ...(polygon === undefined ? {} : { polygon }) }
}
