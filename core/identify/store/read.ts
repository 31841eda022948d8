import type { Annotation, Encounter, LogEntry, Project, ProjectPhoto } from '../../api/identify.ts'
import type { ReliabilityReport } from '../../api/photo-id.ts'
import type { ErrorCurve } from '../calibration/error-rates.ts'
import type { IdentityState } from '../decisions/state.ts'
import type { ComparedPairs } from './compared-pairs.ts'

/** What was read of a project, until it changes. */
export interface Read {
  project?: Project
  encounters?: readonly Encounter[]
  photos?: readonly ProjectPhoto[]
  annotations?: readonly Annotation[]
  log?: readonly LogEntry[]
  identity?: IdentityState
  compared?: ComparedPairs
}

/** Of one extractor; null: it had too few pairs. */
export interface MeasuredReliability {
  readonly extractor: string
  readonly reliability: ReliabilityReport | null
  readonly errors: ErrorCurve | null
}
