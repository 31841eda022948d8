import { labelPairs } from '../candidates/training-pairs.ts'
import type { ProjectStore } from '../store/project-store.ts'
import { applyCalibration, fitCalibration, type Calibration } from './calibrate.ts'
import { MIN_OWN_PAIRS } from './calibration-file.ts'
import { measureReliability, type Reliability } from './reliability.ts'

/** A fit, and how it did on pairs that it had not seen. */
export interface OwnCalibration {
  readonly extractor: string
  readonly same: number
  readonly different: number
  /** Of two-fold cross-validation; null: there are too few pairs, and nothing was fitted. */
  readonly reliability: Reliability | null
}

/**
 * Fits a calibration for each extractor that has `MIN_OWN_PAIRS` of each kind, and saves those.
 * @param now UTC @returns one entry an extractor, in order
 */
export function fitOwnCalibration(
  store: ProjectStore,
  extractors: readonly string[],
  now: string,
): readonly OwnCalibration[] {
  const fitted = new Map<string, Calibration>()
  const reports = extractors.map((extractor): OwnCalibration => {
    const pairs = labelPairs(store.comparisons(extractor), store.identity())
    const same = pairs.filter(({ isSame }) => isSame).length
    const counts = { extractor, same, different: pairs.length - same }
    if (Math.min(counts.same, counts.different) < MIN_OWN_PAIRS) return { ...counts, reliability: null }
    fitted.set(extractor, fitCalibration(pairs))
    // Every other pair of each kind, so that both halves have both.
    const sorted = [...pairs.filter(({ isSame }) => isSame), ...pairs.filter(({ isSame }) => !isSame)]
    const halves = [0, 1].map((half) => sorted.filter((_, at) => at % 2 === half))
    const forecasts = halves.flatMap((half, at) => {
      const calibration = fitCalibration(halves[1 - at]!)
      return half.map(({ similarity, isSame }) => ({ probability: applyCalibration(calibration, similarity), isSame }))
    })
    return { ...counts, reliability: measureReliability(forecasts) }
  })
  if (fitted.size > 0)
    store.saveCalibration({ kind: 'own', origin: 'decisions of this project', fittedAt: now, extractors: fitted })
  return reports
}

/** What turns similarities into probabilities in this project: its own fit; empty: none yet, and no probability is said. */
export function projectCalibrations(store: ProjectStore): ReadonlyMap<string, Calibration> {
  return store.calibration()?.extractors ?? new Map()
}
