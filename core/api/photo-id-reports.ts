import type { Project } from './identify.ts'
import type { CalibratedBy } from './photo-id.ts'

/** What photo-ID says of a project as a whole, and the files that it writes. */

export interface ReliabilityReport {
  readonly bins: readonly {
    readonly from: number
    readonly to: number
    readonly count: number
    readonly said: number | null
    readonly observed: number | null
  }[]
  readonly ece: number
  readonly brier: number
  readonly count: number
}

/** What goes wrong among held-out pairs where those with P(same) ≥ `threshold` are taken for one animal. */
export interface ErrorRate {
  readonly threshold: number
  /** Pairs of two animals that are accepted. */
  readonly falseAccepts: number
  /** Of all pairs of two animals (FAR). */
  readonly falseAcceptRate: number
  /** Pairs of one animal that are refused. */
  readonly falseRejects: number
  /** Of all pairs of one animal (FRR). */
  readonly falseRejectRate: number
}

export interface ErrorRatesReport {
  /** Pairs of one animal and of two that they were measured on. */
  readonly same: number
  readonly different: number
  /** From which matches are accepted in a batch at the project's precision target; null: no threshold is known to reach it. */
  readonly inUse: ErrorRate | null
  /** At P(same) = ½: each pair taken for what is likelier. */
  readonly even: ErrorRate
  /** Where both rates are the same, as near as the pairs allow (equal error rate, EER). */
  readonly equal: ErrorRate
}

export interface CalibrationReport {
  readonly calibratedBy: CalibratedBy
  /** Where the generic one's pairs are from, or when the project's own was fitted. */
  readonly origin: string
  readonly fittedAt: string | null
  /** Pairs of each kind that the project's own needs. */
  readonly needed: number
  readonly extractors: readonly {
    readonly extractor: string
    /** The project's own pairs of one animal, and of two. */
    readonly same: number
    readonly different: number
    /** By this extractor alone, on pairs held out of the fit; null: too few. */
    readonly reliability: ReliabilityReport | null
    readonly equalErrorRate: number | null
  }[]
  /**
   * Pairs of identified annotations that may be compared, of one animal and of two, and annotations whose animal another one
   * shows. Calibrating compares what was not compared yet.
   */
  readonly settled: { readonly same: number; readonly different: number; readonly known: number }
  /** Of the probability that is said, by all extractors together, on pairs held out of the fit. */
  readonly said: {
    /** null: the project's own calibration does not speak. */
    readonly reliability: ReliabilityReport | null
    /** null: it does not, or it was fitted before they were measured. */
    readonly errorRates: ErrorRatesReport | null
  }
  /** Settled annotations whose animal another one shows that `openSet` needs. */
  readonly neededKnown: number
  /** At the project's precision target, on its own settled annotations; null: too few. */
  readonly openSet: {
    readonly threshold: number
    readonly precision: number
    readonly recall: number
    readonly auroc: number
    readonly queries: number
    /** False: no threshold reaches the target, and this one has the highest precision. */
    readonly reachesTarget: boolean
  } | null
}

export interface ShortlistChoice {
  readonly length: number
  /** Whether there are no more candidates than this, so that nothing is left out. */
  readonly comparesAll: boolean
  /** Of the answers that comparing everything finds, the share expected in a shortlist so long. */
  readonly expectedRecall: number
  /** `project`: measured on its own settled annotations; `shipped`: on other animals. */
  readonly from: 'project' | 'shipped'
  readonly queries: number
}

export const OCCASIONS = ['day', 'month', 'year', 'encounter'] as const
export type Occasions = (typeof OCCASIONS)[number]

export interface PopulationReport {
  readonly occasions: readonly string[]
  /** By occasion: animals never seen before, and all seen so far. */
  readonly discovery: readonly { readonly occasion: string; readonly fresh: number; readonly total: number }[]
  /** How many individuals were seen on just so many occasions. */
  readonly captureFrequencies: readonly { readonly times: number; readonly individuals: number }[]
  readonly estimates: readonly {
    readonly method: 'chapman' | 'schnabel'
    /** null: the histories do not allow it, and `note` says why. */
    readonly estimate: number | null
    readonly low: number | null
    readonly high: number | null
    readonly source: string
    readonly note: string
  }[]
  readonly assumptions: readonly string[]
}

export const PROJECT_EXPORTS = [
  'csv',
  'mark',
  'rmark',
  'secr',
  'population',
  'darwin-core',
  'camtrap-dp',
  'zip',
] as const
export type ProjectExportFormat = (typeof PROJECT_EXPORTS)[number]

export interface ProjectExportOptions {
  readonly occasions: Occasions
  /** Of `zip` alone. */
  readonly withPhotos: boolean
}

export interface ProjectExportReport {
  readonly files: readonly string[]
  /** What was left out, for the person. */
  readonly notes: readonly string[]
}

export interface ProjectImportReport {
  readonly project: Project
  /** Whether it was here before, and a colleague's log was laid beside it. */
  readonly merged: boolean
  readonly entries: number
  readonly photos: number
}
