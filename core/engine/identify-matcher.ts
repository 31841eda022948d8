import type { AnnotationRegion } from '../api/identify.ts'
import type { MatchableAnnotation, Matcher } from '../identify/candidates/matcher.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { findPhotoByHash } from '../library/catalogue/photos.ts'
import type { FeatureRegion } from '../library/catalogue/local-features.ts'
import { ResightError, type LocalFeatures } from '../types.ts'
import type { LocalFeaturesOfLibrary } from './local-features.ts'

/** Candidates matched at once: their features lie in memory together, about 60 kB each. */
const CANDIDATES_AT_ONCE = 100

/**
 * Photo-ID's matcher over the library's local features: matches that agree on one geometry are counted, and that count is
 * the raw similarity. Features are found within the annotation's region alone, and kept in the catalogue.
 */
export async function localMatcher(catalogue: Catalogue, local: LocalFeaturesOfLibrary): Promise<Matcher> {
  const opened = await local.open()
  const { id } = opened.extractor

  async function featuresOf(
    annotations: readonly MatchableAnnotation[],
    signal?: AbortSignal,
  ): Promise<readonly (LocalFeatures | null)[]> {
    const known = annotations.map(({ contentHash, region }) => ({
      photoId: findPhotoByHash(catalogue, contentHash),
      region: featureRegion(region),
    }))
    const wanted = known.flatMap(({ photoId, region }) => (photoId === null ? [] : [{ photoId, region }]))
    const found = await local.ofPhotos(wanted, signal === undefined ? {} : { signal })
    let next = 0
    return known.map(({ photoId }) => (photoId === null ? null : found[next++]!))
  }

  async function queryFeatures(query: MatchableAnnotation, signal?: AbortSignal): Promise<LocalFeatures> {
    const [features] = await featuresOf([query], signal)
    if (features !== null && features !== undefined) return features
    throw new ResightError('unreadable', `The photo of annotation ${query.annotationId} cannot be read`, {
      remedy: 'Check that its folder is there, then run `resight rescan`.',
    })
  }

  return {
    extractors: [id],
    async compare(query, candidates, _extractors, { signal, onProgress } = {}) {
      const features = await queryFeatures(query, signal)
      const comparisons: { readonly annotationId: string; readonly similarities: Readonly<Record<string, number>> }[] =
        []
      for (let start = 0; start < candidates.length; start += CANDIDATES_AT_ONCE) {
        const some = candidates.slice(start, start + CANDIDATES_AT_ONCE)
        const found = await featuresOf(some, signal)
        const readable = some.flatMap(({ annotationId }, at) =>
          found[at] === null ? [] : [{ annotationId, features: found[at]! }],
        )
        const compared = await opened.compare(
          features,
          readable.map((candidate) => candidate.features),
        )
        for (const [at, { annotationId }] of readable.entries())
          comparisons.push({ annotationId, similarities: { [id]: compared[at]!.inliers } })
        onProgress?.(start + some.length, candidates.length)
      }
      return comparisons
    },
    async explain(query, candidate) {
      const [features, other] = [await queryFeatures(query), await queryFeatures(candidate)]
      const [comparison] = await opened.compare(features, [other])
      const { matches, model } = comparison!
      const within = ([x, y]: readonly [number, number], { imageSize }: LocalFeatures) =>
        [x / imageSize.width, y / imageSize.height] as const
      return [
        {
          extractor: id,
          points0: matches.map((match) => within(match.query, features)),
          points1: matches.map((match) => within(match.candidate, other)),
          isInlier: matches.map(({ inlier }) => inlier),
          homography: model === null ? null : inFractions(model, features, other),
        },
      ]
    },
  }
}

function featureRegion(region: AnnotationRegion): FeatureRegion | null {
  if (region.kind === 'box') {
    const { x, y, width, height } = region
    return x === 0 && y === 0 && width === 1 && height === 1 ? null : { x, y, width, height }
  }
  const [xs, ys] = [region.points.map(([x]) => x), region.points.map(([, y]) => y)]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y, polygon: region.points }
}

/** From px to px ⇒ from fractions to fractions: S₁⁻¹ H S₀, S scaling fractions to px. */
function inFractions(model: Float64Array, from: LocalFeatures, to: LocalFeatures): readonly number[] {
  const columns = [from.imageSize.width, from.imageSize.height, 1]
  const rows = [1 / to.imageSize.width, 1 / to.imageSize.height, 1]
  return Array.from(model, (value, at) => value * rows[Math.floor(at / 3)]! * columns[at % 3]!)
}
