import {
  invalidArgument,
  ResightError,
  type Candidate,
  type LocalFeatures,
  type Reranker,
  type RerankSource,
} from '../../types.ts'
import type { Comparison } from './compare.ts'

export interface LocalConfig {
  /** Photos of the first stage to look at, at least. */
  readonly shortlist: number
  /** At most: each must be decoded and searched for keypoints when it is first looked at. */
  readonly limit: number
}

export const LOCAL: LocalConfig = { shortlist: 100, limit: 1000 }

/** As `compareFeatures`, with everything but the photos given. */
export type CompareLocally = (
  query: LocalFeatures,
  candidates: readonly LocalFeatures[],
) => Promise<readonly Comparison[]>

/**
 * Orders a shortlist by the probability that photo and query show the same thing, from points that match under one
 * geometry. With several pictures in the query, the mean of the logarithms of the probabilities: a photo that shows all of
 * them comes first. Ties, such as photos with nothing in common, stay in first-stage order; a photo that can't be read
 * follows the ones that can.
 * @throws ResightError `unsupported` for a query without a picture
 */
export function localReranker(compare: CompareLocally, config: LocalConfig = LOCAL): Reranker {
  return {
    id: 'local',
    needsPicture: true,
    shortlistLength: (k) => Math.min(config.limit, Math.max(config.shortlist, k)),
    async rerank({ pictures = [] }, candidates, k, source): Promise<readonly Candidate[]> {
      if (!Number.isInteger(k) || k < 1) throw invalidArgument('k', 'positive integer', k)
      if (pictures.length === 0) throw withoutPicture()
      const features = requireFeatures(source)
      const queries = await Promise.all(pictures.map((part) => features.ofPart(part)))
      const found = await features.ofPhotos(candidates.map(({ photoId }) => photoId))
      const known = found.flatMap((of, c) => (of === null ? [] : [{ of, candidate: candidates[c]! }]))
      const logs = new Float64Array(known.length)
      const points = new Uint32Array(known.length)
      for (const query of queries) {
        const compared = await compare(
          query,
          known.map(({ of }) => of),
        )
        compared.forEach(({ similarity, inliers }, c) => {
          logs[c]! += Math.log(similarity) / queries.length
          points[c]! += inliers
        })
      }
      const looked = known
        .map(({ candidate: { photoId } }, c) => ({
          photoId,
          similarity: Math.exp(logs[c]!),
          reranked: true,
          matchedPoints: points[c]!,
        }))
        .sort((a, b) => b.similarity - a.similarity)
      const done = new Set(looked.map(({ photoId }) => photoId))
      const rest = candidates.filter(({ photoId }) => !done.has(photoId))
      return [...looked, ...rest.map((candidate) => ({ ...candidate, reranked: false }))]
    },
  }
}

function requireFeatures({ localFeatures }: RerankSource): NonNullable<RerankSource['localFeatures']> {
  if (localFeatures !== undefined) return localFeatures
  throw new ResightError('internal', 'Local features were asked for where nothing can be decoded')
}

function withoutPicture(): ResightError {
  return new ResightError('unsupported', 'Reranking by local features needs a picture in the query', {
    remedy: 'Add a picture, or choose another way to rerank.',
  })
}
