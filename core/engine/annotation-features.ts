import type { AnnotationRegion } from '../api/identify.ts'
import { isWhole } from '../api/regions.ts'
import type { MatchableAnnotation } from '../identify/candidates/matcher.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import type { FeatureRegion } from '../library/catalogue/local-features.ts'
import { findPhotoByHash } from '../library/catalogue/photos.ts'
import type { QuarterTurns } from '../rerank/local/extractor.ts'
import { boundsOf } from '../regions/polygon.ts'
import type { FeatureFinder } from '../rerank/local/region-vector.ts'
import { ResightError, type LocalFeatures } from '../types.ts'
import type { LocalFeaturesOfLibrary } from './local-features.ts'

/** Features remembered between queries, which ask for the same candidates again and again; each takes up to 110 kB. */
const REMEMBERED = 1024

interface FindOptions {
  /** Default 0. */
  readonly turns?: QuarterTurns
  readonly signal?: AbortSignal | undefined
}

/** Features of annotations: of what lies in their regions alone. */
export interface AnnotationFeatures {
  /** What several finders find, each photo read once for all of them. @returns a list a finder, as of `of` */
  find(
    finders: readonly FeatureFinder[],
    annotations: readonly MatchableAnnotation[],
    options?: FindOptions,
  ): Promise<readonly (readonly (LocalFeatures | null)[])[]>
  /** @returns one entry an annotation, in order; null: no file shows its photo, or it can't be read @throws ResightError `cancelled` */
  of(
    finder: FeatureFinder,
    annotations: readonly MatchableAnnotation[],
    options?: FindOptions,
  ): Promise<readonly (LocalFeatures | null)[]>
  /** @throws ResightError `unreadable`, `cancelled` */
  ofQuery(finder: FeatureFinder, query: MatchableAnnotation, options?: FindOptions): Promise<LocalFeatures>
}

export function annotationFeatures(catalogue: Catalogue, local: LocalFeaturesOfLibrary): AnnotationFeatures {
  const remembered = new Map<string, LocalFeatures>()
  const remember = (key: string, features: LocalFeatures): void => {
    // A Map keeps its order of insertion, so the first key is the one not asked for longest.
    remembered.delete(key)
    remembered.set(key, features)
    const [oldest] = remembered.keys()
    if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest)
  }

  const find: AnnotationFeatures['find'] = async (finders, annotations, { turns = 0, signal } = {}) => {
    const keys = finders.map(({ id }) =>
      annotations.map(({ contentHash, region }) => JSON.stringify([id, turns, contentHash, region])),
    )
    const found = keys.map((ofFinder) => ofFinder.map((key) => remembered.get(key) ?? null))
    const missing = annotations.flatMap(({ contentHash, region }, at) => {
      const isKnown = found.every((ofFinder) => ofFinder[at] !== null)
      const photoId = isKnown ? null : findPhotoByHash(catalogue, contentHash)
      return photoId === null ? [] : [{ at, photoId, region: featureRegion(region) }]
    })
    const fresh = await local.ofPhotos(missing, { finders, turns, ...(signal === undefined ? {} : { signal }) })
    finders.forEach((_, f) => {
      missing.forEach(({ at }, m) => (found[f]![at] ??= fresh[f]![m]!))
      found[f]!.forEach((features, at) => {
        if (features !== null) remember(keys[f]![at]!, features)
      })
    })
    return found
  }
  const of: AnnotationFeatures['of'] = async (finder, annotations, options) =>
    (await find([finder], annotations, options))[0]!

  return {
    find,
    of,
    async ofQuery(finder, query, options) {
      const [features] = await of(finder, [query], options)
      if (features !== null && features !== undefined) return features
      throw new ResightError('unreadable', `The photo of annotation ${query.annotationId} cannot be read`, {
        remedy: 'Check that its folder is there, then run `resight rescan`.',
      })
    },
  }
}

function featureRegion(region: AnnotationRegion): FeatureRegion | null {
  if (isWhole(region)) return null
  if (region.kind === 'box') {
    const { x, y, width, height } = region
    return { x, y, width, height }
  }
  return { ...boundsOf(region.points), polygon: region.points }
}
