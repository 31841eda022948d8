import { fitCalibration, applyCalibration, type LabelledPair } from '../calibration/calibrate.ts'
import { measureReliability } from '../calibration/reliability.ts'
import { isComparable, type SidedAnnotation } from '../candidates/comparable.ts'
import type { MatchableAnnotation, MatchControl, Matcher } from '../candidates/matcher.ts'
import { rankIndividuals } from '../candidates/rank.ts'
import { identificationFigures, type EvaluatedQuery, type IdentificationFigures } from './metrics.ts'

/** A photo of a labelled set. */
export interface LabelledAnnotation extends SidedAnnotation, MatchableAnnotation {
  readonly individual: string
}

export interface IdentificationReport extends IdentificationFigures {
  readonly individuals: number
  readonly photos: number
  /** Calibration error on individuals that the calibration had not seen; null: too few pairs to fit one. */
  readonly ece: number | null
  readonly secondsPerQuery: number
  readonly extractor: string
  /** `exhaustive`: each query is compared with every photo that it may be compared with. */
  readonly method: 'exhaustive'
}

interface ComparedPair extends LabelledPair {
  readonly individuals: readonly [string, string]
}

/** Leave-one-out: each photo asks all that it may be compared with. */
export async function evaluateIdentification(
  matcher: Matcher,
  photos: readonly LabelledAnnotation[],
  sameViewpointOnly: boolean,
  control: MatchControl = {},
): Promise<IdentificationReport> {
  const individualOf = new Map(photos.map(({ annotationId, individual }) => [annotationId, individual]))
  const queries: EvaluatedQuery[] = []
  const pairs: ComparedPair[] = []
  const began = performance.now()
  for (const [at, query] of photos.entries()) {
    const candidates = photos.filter((other) => isComparable(query, other, sameViewpointOnly))
    const { signal } = control
    const comparisons = await matcher.compare(query, candidates, [], signal === undefined ? {} : { signal })
    const ranked = rankIndividuals(comparisons, (id) => individualOf.get(id) ?? null, new Map())
    queries.push({
      individual: query.individual,
      ranking: ranked.map(({ individualId, similarities }) => ({
        individual: individualId,
        similarity: plain(similarities),
      })),
    })
    for (const { annotationId, similarities } of comparisons) {
      const other = individualOf.get(annotationId)!
      const isSame = other === query.individual
      pairs.push({ similarity: plain(similarities), isSame, individuals: [query.individual, other] })
    }
    control.onProgress?.(at + 1, photos.length)
  }
  return {
    ...identificationFigures(queries),
    individuals: new Set(individualOf.values()).size,
    photos: photos.length,
    ece: heldOutError(pairs),
    secondsPerQuery: (performance.now() - began) / 1000 / Math.max(1, photos.length),
    extractor: matcher.extractors.join('+'),
    method: 'exhaustive',
  }
}

function plain(similarities: Readonly<Record<string, number>>): number {
  return Object.values(similarities).reduce((sum, similarity) => sum + similarity, 0)
}

/** Fits on pairs within one half of the individuals and says probabilities for pairs within the other, both ways. */
function heldOutError(pairs: readonly ComparedPair[]): number | null {
  const names = [...new Set(pairs.flatMap(({ individuals }) => individuals))].sort()
  const half = new Map(names.map((name, at) => [name, at % 2]))
  const halves = [0, 1].map((side) =>
    pairs.filter(({ individuals }) => individuals.every((name) => half.get(name) === side)),
  )
  const usable = halves.every((list) => list.some(({ isSame }) => isSame) && list.some(({ isSame }) => !isSame))
  if (!usable) return null
  const forecasts = halves.flatMap((list, side) => {
    const calibration = fitCalibration(halves[1 - side]!)
    return list.map(({ similarity, isSame }) => ({ probability: applyCalibration(calibration, similarity), isSame }))
  })
  return measureReliability(forecasts).ece
}
