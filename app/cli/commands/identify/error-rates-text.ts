import type { CalibrationReport, ErrorRate } from '../../../../core/api/photo-id.ts'

/** How often the probability that is said errs, of all extractors together, on pairs held out of the fit. */
export function describeErrorRates({ said, needed }: Pick<CalibrationReport, 'said' | 'needed'>): readonly string[] {
  const { reliability, errorRates } = said
  if (errorRates === null)
    return [`Error rates: not measured; every extractor needs ${needed} pairs of one animal and ${needed} of two.`]
  const { same, different, inUse, even, equal } = errorRates
  const percent = (rate: number) => `${(100 * rate).toFixed(1)} %`
  const line = (what: string, rate: ErrorRate) =>
    `  ${what}, P ≥ ${rate.threshold.toFixed(3)}: FAR ${percent(rate.falseAcceptRate)} (${rate.falseAccepts} of ${different}), FRR ${percent(rate.falseRejectRate)} (${rate.falseRejects} of ${same})`
  return [
    `All together, on ${same + different} held-out pairs: calibration error ${reliability?.ece.toFixed(3) ?? 'not measured'}`,
    inUse === null
      ? '  accepted in a batch: nothing, no threshold reaches the target'
      : line('accepted in a batch', inUse),
    line('likelier than not', even),
    line('equal error rate', equal),
  ]
}
