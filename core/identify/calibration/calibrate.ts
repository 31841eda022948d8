import { invalidArgument, ResightError } from '../../types.ts'
import { evaluateIsotonic, fitIsotonic } from './isotonic.ts'
import { evaluatePchip, fitPchip, type Pchip } from './pchip.ts'

/** Two annotations that were compared, and whether they show one animal. */
export interface LabelledPair {
  /** Raw similarity of one extractor; any scale, larger is better. */
  readonly similarity: number
  readonly isSame: boolean
  /** How much it counts, > 0; absent: 1. */
  readonly weight?: number
}

/** Turns an extractor's raw similarity into P(same). */
export interface Calibration {
  readonly curve: Pchip
  /** Of what it was fitted on. */
  readonly same: number
  readonly different: number
  /** Share of its pairs, by their weights, that were of one animal; what P(same) is of a pair of which nothing is known. */
  readonly baseRate: number
}

/** Similarities nearer than this are equal: they were 32-bit numbers, and a slope between them would be no number. */
const TIE = 1e-9

/**
 * Isotonic regression smoothed by PCHIP, as WildFusion calibrates its scores (Cermak et al. 2024, "WildFusion: Individual
 * Animal Identification with Calibrated Similarity Fusion", and its reference code): knots at the outermost
 * similarities and half-way between neighbouring breakpoints, values there from the isotonic fit, `x · 2.2e-16` added
 * to keep order among equals, PCHIP through them, constant outside. Ours: no value is nearer to 0 or 1 than so many pairs
 * can say (1 / (n + 2), Laplace's rule of succession), or a few pairs would make certain what is merely likely.
 * @throws ResightError `invalid-argument` without a pair of each kind
 */
export function fitCalibration(pairs: readonly LabelledPair[]): Calibration {
  const odd = pairs.find(({ similarity }) => !Number.isFinite(similarity))
  if (odd !== undefined) throw invalidArgument('similarity', 'a finite number', odd.similarity)
  const same = pairs.filter(({ isSame }) => isSame).length
  const different = pairs.length - same
  if (same === 0 || different === 0) {
    const message = `A calibration needs confirmed and denied pairs; there are ${same} and ${different}`
    throw new ResightError('invalid-argument', message, { remedy: 'Decide about more photos first.' })
  }
  const x = pairs.map(({ similarity }) => Math.round(similarity / TIE) * TIE)
  const weights = pairs.map(({ weight = 1 }) => weight)
  const labels = pairs.map(({ isSame }) => (isSame ? 1 : 0))
  const isotonic = fitIsotonic(x, labels, weights)
  const inner = isotonic.positions.slice(1).map((position, at) => (isotonic.positions[at]! + position) / 2)
  const ends = [isotonic.positions[0]!, isotonic.positions.at(-1)!]
  const positions = [...new Set([ends[0]!, ...inner, ends[1]!])].sort((a, b) => a - b)
  const values = positions.map((position) => {
    const fitted = Math.min(1 - 1 / (same + 2), Math.max(1 / (different + 2), evaluateIsotonic(isotonic, position)))
    return fitted + position * 2.2e-16
  })
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const baseRate = weights.reduce((sum, weight, at) => sum + weight * labels[at]!, 0) / total
  return { curve: fitPchip(positions, values), same, different, baseRate }
}

/**
 * The same evidence where pairs of one animal are rarer, or more frequent: the odds are multiplied by those of the base
 * rates (Bayes' rule; the change of priors of Saerens et al. 2002, "Adjusting the Outputs of a Classifier to New a Priori
 * Probabilities"). The order of similarities stays.
 * @param baseRate in (0, 1)
 */
export function withBaseRate(calibration: Calibration, baseRate: number): Calibration {
  if (!(baseRate > 0 && baseRate < 1)) throw invalidArgument('baseRate', 'more than 0 and less than 1', baseRate)
  const { curve } = calibration
  const factor = baseRate / (1 - baseRate) / (calibration.baseRate / (1 - calibration.baseRate))
  const values = curve.values.map((value) => (value * factor) / (value * factor + 1 - value))
  return { ...calibration, curve: fitPchip(curve.positions, values), baseRate }
}

/** @returns P(same) in [0, 1] */
export function applyCalibration({ curve }: Calibration, similarity: number): number {
  return Math.min(1, Math.max(0, evaluatePchip(curve, similarity)))
}

/** Two annotations as several extractors compared them, and whether they show one animal. */
export interface LabelledComparison {
  /** Raw, by extractor. */
  readonly similarities: Readonly<Record<string, number>>
  readonly isSame: boolean
  /** How much it counts, > 0; absent: 1. */
  readonly weight?: number
}

/** More extractors than this have a curve for the mean of all of them alone, not for the means of some. */
const MEANS_OF_SOME_UP_TO = 4

/**
 * A curve an extractor, and one for the mean of what several of them say: a mean of probabilities is none itself (three that
 * agree are surer than their mean, and a weak one holds it down), but isotonic regression makes it one.
 * @returns by extractor, and by `meanOf`; without those that have no pair of each kind
 */
export function fitCalibrations(
  extractors: readonly string[],
  compared: readonly LabelledComparison[],
): ReadonlyMap<string, Calibration> {
  const fitted = new Map<string, Calibration>()
  function fit(name: string, similarityOf: (comparison: LabelledComparison) => number | null): void {
    const pairs = compared.flatMap((comparison): readonly LabelledPair[] => {
      const similarity = similarityOf(comparison)
      return similarity === null ? [] : [{ ...comparison, similarity }]
    })
    const same = pairs.filter(({ isSame }) => isSame).length
    if (same > 0 && same < pairs.length) fitted.set(name, fitCalibration(pairs))
  }
  for (const extractor of extractors) fit(extractor, ({ similarities }) => similarities[extractor] ?? null)
  for (const some of meansOf(extractors.filter((extractor) => fitted.has(extractor)))) {
    fit(meanOf(some), ({ similarities }) => {
      if (some.some((extractor) => similarities[extractor] === undefined)) return null
      const said = some.map((extractor) => applyCalibration(fitted.get(extractor)!, similarities[extractor]!))
      return said.reduce((sum, probability) => sum + probability, 0) / some.length
    })
  }
  return fitted
}

/** The name of the curve that the mean of these extractors' probabilities goes through. */
export function meanOf(extractors: readonly string[]): string {
  return `mean(${[...extractors].sort().join(' ')})`
}

function meansOf(extractors: readonly string[]): readonly (readonly string[])[] {
  if (extractors.length < 2) return []
  if (extractors.length > MEANS_OF_SOME_UP_TO) return [extractors]
  const subsets = extractors.reduce<readonly (readonly string[])[]>(
    (found, extractor) => [...found, ...found.map((some) => [...some, extractor])],
    [[]],
  )
  return subsets.filter((some) => some.length > 1)
}

/**
 * WildFusion's fusion: the unweighted mean of the extractors' calibrated similarities (see `fitCalibration`); ours: sent through the
 * mean's own curve where there is one (`fitCalibrations`).
 * @param similarities raw, by extractor; one without a calibration takes no part
 * @returns P(same); null where no extractor is calibrated
 */
export function fuseProbability(
  calibrations: ReadonlyMap<string, Calibration>,
  similarities: Readonly<Record<string, number>>,
): number | null {
  const spoke: string[] = []
  let sum = 0
  for (const [extractor, similarity] of Object.entries(similarities)) {
    const calibration = calibrations.get(extractor)
    if (calibration === undefined) continue
    sum += applyCalibration(calibration, similarity)
    spoke.push(extractor)
  }
  if (spoke.length < 2) return spoke.length === 0 ? null : sum
  const ofMean = calibrations.get(meanOf(spoke))
  const mean = sum / spoke.length
  return ofMean === undefined ? mean : applyCalibration(ofMean, mean)
}
