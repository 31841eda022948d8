import { areaUnderRoc } from '../calibration/roc.ts'

/** One query of an evaluation: what ranking its comparable photos gave. */
export interface EvaluatedQuery {
  /** Individuals, best first, with the likeness of their best photo. */
  readonly ranking: readonly { readonly individual: string; readonly likeness: number }[]
  readonly individual: string
  /** Whether its animal is in the catalogue, though it may be missing from the ranking, e.g. by a shortlist. */
  readonly isKnown: boolean
}

export interface IdentificationFigures {
  /** Queries whose individual another comparable photo shows. */
  readonly queries: number
  /** Share of them with the right individual first, among the first five, ten. */
  readonly top1: number
  readonly top5: number
  readonly top10: number
  /** Mean reciprocal rank of the right individual; average precision where each individual is ranked once. */
  readonly mAP: number
  /** Of telling known from new individuals by the best likeness; each query is asked with and without its individual. */
  readonly auroc: number
}

/** Every figure is NaN without a query whose individual is known. */
export function identificationFigures(all: readonly EvaluatedQuery[]): IdentificationFigures {
  const known = all.filter(({ isKnown }) => isKnown)
  const ranks = known.map(({ ranking, individual }) => {
    const at = ranking.findIndex((candidate) => candidate.individual === individual)
    return at < 0 ? Infinity : at + 1
  })
  const within = (k: number) => ranks.filter((rank) => rank <= k).length / ranks.length
  const best = (ranking: EvaluatedQuery['ranking']) => ranking[0]?.likeness ?? 0
  return {
    queries: ranks.length,
    top1: within(1),
    top5: within(5),
    top10: within(10),
    mAP: ranks.reduce((sum, rank) => sum + 1 / rank, 0) / ranks.length,
    auroc: areaUnderRoc(
      known.map(({ ranking }) => best(ranking)),
      known.map((query) => best(withoutItsAnimal(query).ranking)),
    ),
  }
}

/** The same question, had its animal not been in the catalogue. */
export function withoutItsAnimal({ ranking, individual }: EvaluatedQuery): EvaluatedQuery {
  return { ranking: ranking.filter((candidate) => candidate.individual !== individual), individual, isKnown: false }
}
