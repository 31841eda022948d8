import type { LabelledComparison, LabelledPair } from '../calibration/calibrate.ts'
import type { OpenSetQuery } from '../calibration/open-set.ts'
import type { IdentityState } from '../decisions/state.ts'

/** A remembered comparison of one extractor. */
export interface RememberedComparison {
  readonly annotationId0: string
  readonly annotationId1: string
  readonly similarity: number
}

/**
 * Every remembered comparison between annotations that people have settled, labelled by what they settled. Comparisons come
 * from whole runs, not only from the pairs that a person looked at, which are the most alike and would make a calibration
 * that holds for those alone. Each unordered pair counts once, by its greater similarity.
 */
export function labelPairs(
  comparisons: Iterable<RememberedComparison>,
  identity: Pick<IdentityState, 'states'>,
): readonly LabelledPair[] {
  const name = 'similarity'
  return joinExtractors([[name, comparisons]], identity).map(({ similarities, isSame }) => ({
    similarity: similarities[name]!,
    isSame,
  }))
}

/** The same of several extractors: a pair is one entry, with the similarities of those that compared it. */
export function joinExtractors(
  byExtractor: readonly (readonly [string, Iterable<RememberedComparison>])[],
  { states }: Pick<IdentityState, 'states'>,
): readonly LabelledComparison[] {
  const pairs = new Map<string, { readonly similarities: Record<string, number>; readonly isSame: boolean }>()
  for (const [extractor, comparisons] of byExtractor) {
    for (const { annotationId0, annotationId1, similarity } of comparisons) {
      const [state0, state1] = [states.get(annotationId0), states.get(annotationId1)]
      if (state0?.kind !== 'identified' || state1?.kind !== 'identified') continue
      const ids = [annotationId0, annotationId1]
      const key = annotationId0 < annotationId1 ? ids.join(' ') : ids.reverse().join(' ')
      const isSame = state0.individualId === state1.individualId
      const { similarities } = pairs.get(key) ?? pairs.set(key, { similarities: {}, isSame }).get(key)!
      similarities[extractor] = Math.max(similarities[extractor] ?? -Infinity, similarity)
    }
  }
  return [...pairs.values()]
}

/** A settled annotation and what a ranking of the others says of it. */
export interface SettledRanking {
  readonly individualId: string
  /** Whether some annotation that it might have been compared with shows its animal. */
  readonly isKnown: boolean
  /** Best first. */
  readonly candidates: readonly { readonly individualId: string; readonly probability: number | null }[]
}

/** What the open-set rule is fitted on. A settled annotation whose animal no other shows is a true "new individual". */
export function openSetQueries(rankings: readonly SettledRanking[]): readonly OpenSetQuery[] {
  return rankings.map(({ individualId, isKnown, candidates }) => {
    const [top] = candidates
    return {
      topProbability: top?.probability ?? 0,
      isRight: top?.individualId === individualId,
      isKnown,
    }
  })
}
