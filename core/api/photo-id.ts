import type { PhotoId } from '../api.ts'
import type { CsvPreview, CsvTableText } from './encounter-table.ts'
import type { MatchedPoints } from './evidence.ts'
import type {
  Annotation,
  AnnotationRegion,
  AnnotationState,
  AnnotationValue,
  Conflict,
  Disagreement,
  Encounter,
  EncounterValue,
  Individual,
  IndividualValue,
  LogEntry,
  Project,
  ProjectPhoto,
  ProjectValue,
  Verdict,
} from './identify.ts'
import type {
  CalibrationReport,
  ShortlistChoice,
  Occasions,
  PopulationReport,
  ProjectExportFormat,
  ProjectExportOptions,
  ProjectExportReport,
} from './photo-id-reports.ts'

export type { CsvPreview, CsvTableText } from './encounter-table.ts'
export { OCCASIONS, PROJECT_EXPORTS } from './photo-id-reports.ts'
export type {
  ReliabilityReport,
  ErrorRate,
  ErrorRatesReport,
  CalibrationReport,
  ShortlistChoice,
  Occasions,
  PopulationReport,
  ProjectExportFormat,
  ProjectExportOptions,
  ProjectExportReport,
  ProjectImportReport,
} from './photo-id-reports.ts'

/** Photo-ID as every shell asks it. A project's ids are UUIDs; `by` is the person's name as it goes into the log. */

export interface ProjectSummary extends Project {
  readonly photos: number
  readonly annotations: number
  /** Annotations that nobody has decided. */
  readonly open: number
  readonly individuals: number
}

/** A project whose file cannot be read. */
export interface DamagedProject {
  readonly projectId: string
  readonly file: string
  /** What is wrong with the file, and what the person can do. */
  readonly message: string
}

export interface ProjectPhotoState extends ProjectPhoto {
  /** To show it; null: the library does not have it. */
  readonly photoId: PhotoId | null
  /** Whether a file that shows it can be read at present. */
  readonly online: boolean
}

export interface AnnotationWithState extends Annotation {
  readonly encounterId: string
  readonly state: AnnotationState
}

/** All of a project but its log and what was compared: a thousand photos are about a megabyte. */
export interface ProjectState {
  readonly project: Project
  /** Newest first; those without a date last. */
  readonly encounters: readonly Encounter[]
  readonly photos: readonly ProjectPhotoState[]
  readonly annotations: readonly AnnotationWithState[]
  /** By name. */
  readonly individuals: readonly Individual[]
  readonly conflicts: readonly Conflict[]
  readonly disagreements: readonly Disagreement[]
}

/** When a pause or a step begins another encounter. */
export interface GroupingRuleValue {
  readonly gapMinutes: number
  readonly gapMetres: number
}

export interface AddPhotosReport {
  readonly encounters: number
  readonly photos: number
  /** Photos that were in the project already. */
  readonly known: number
  readonly annotations: number
}

export interface ProposedRegionValue {
  readonly region: AnnotationRegion
  /** The detector and its version, or `whole photo`. */
  readonly drawnBy: string
  readonly quality: number | null
}

/** A click that corrects a region, in fractions of the upright photo. */
export interface RegionClick {
  readonly x: number
  readonly y: number
  readonly kind: 'animal' | 'background'
}

/** Which calibration a probability is from; null: none, and no probability is said. */
export type CalibratedBy = 'own' | 'generic' | null

export interface Candidate {
  readonly individualId: string
  /** Its annotation most like the query. */
  readonly annotationId: string
  readonly similarities: Readonly<Record<string, number>>
  /** P(same); null: nothing is calibrated. */
  readonly probability: number | null
}

export interface Candidates {
  readonly annotationId: string
  /** Individuals by their best photo, best first. */
  readonly candidates: readonly Candidate[]
  readonly probabilityNew: number | null
  readonly calibratedBy: CalibratedBy
  /** How many annotations were compared with it, and how many might be. */
  readonly compared: number
  readonly comparable: number
  /** Share of right answers that a comparison with so many is expected to catch, 0 … 1; null: not known. */
  readonly expectedRecall: number | null
}

export interface QueueItem {
  readonly annotationId: string
  readonly top: Candidate | null
  readonly probabilityNew: number | null
  readonly compared: number
}

export interface ReviewQueue {
  /** Open annotations, the most certain first; those that nothing was compared with come last. */
  readonly items: readonly QueueItem[]
  readonly calibratedBy: CalibratedBy
  readonly decided: number
}

export interface DecisionValue {
  readonly annotationId: string
  readonly verdict: Verdict
  /** For match and not-this-one the candidate; for new-individual null: it is made. */
  readonly individualId: string | null
  /** Of a new individual; '' or absent: the next free number. */
  readonly name?: string
  /** The annotation that was shown beside it; null: none. */
  readonly against: string | null
  readonly rank: number | null
}

/** What batch acceptance would do, shown before it is done. */
export interface AcceptPreview {
  readonly precisionTarget: number
  /** P(same) from which a match would be accepted; null: no threshold is known to be precise enough. */
  readonly threshold: number | null
  /** Of matches at or above the threshold, the share that was right where it was measured, and its Wilson 95 % lower bound. */
  readonly precision: number | null
  readonly precisionLowerBound: number | null
  readonly calibratedBy: CalibratedBy
  readonly matches: readonly (Candidate & { readonly queryId: string })[]
  /** Open annotations that would stay for a person. */
  readonly rest: number
}

/** What takes seconds or hours is a job (`JobRequest`), the rest a call. Every method rejects with a ResightError. */
export interface PhotoIdentifier {
  /** Those that can be read, oldest first. */
  projects(): Promise<readonly ProjectSummary[]>
  /** Those that `projects` leaves out. */
  damagedProjects(): Promise<readonly DamagedProject[]>
  createProject(value: ProjectValue): Promise<Project>
  saveProject(projectId: string, value: ProjectValue): Promise<Project>
  /** Its decisions go with it, readable or not; photos stay. @throws ResightError `busy`, `not-found` */
  deleteProject(projectId: string): Promise<void>
  projectState(projectId: string): Promise<ProjectState>

  /** @param encounterId null: a new one */
  saveEncounter(projectId: string, encounterId: string | null, value: EncounterValue): Promise<Encounter>
  /** @throws ResightError `invalid-argument` while it has photos */
  removeEncounter(projectId: string, encounterId: string): Promise<void>
  /** Adds photos of the library to an encounter, or moves them to it. */
  putPhotos(projectId: string, encounterId: string, photoIds: readonly PhotoId[]): Promise<AddPhotosReport>
  /** Takes photos and their annotations out of the project; the log keeps what was decided. */
  takePhotos(projectId: string, contentHashes: readonly string[]): Promise<void>
  previewCsv(projectId: string, table: CsvTableText): Promise<CsvPreview>
  /** All of it or nothing. */
  importCsv(projectId: string, table: CsvTableText, by: string): Promise<CsvPreview>

  /** @param annotationId null: a new one */
  saveAnnotation(projectId: string, annotationId: string | null, value: AnnotationValue): Promise<Annotation>
  removeAnnotation(projectId: string, annotationId: string): Promise<void>
  /** Animals that a detector finds on a photo, best first; the whole photo where it finds none. */
  proposeRegions(contentHash: string): Promise<readonly ProposedRegionValue[]>
  /** The animal under a point. */
  regionAt(contentHash: string, x: number, y: number): Promise<ProposedRegionValue>
  /** Draws a region's outline anew with clicks that say what is animal and what is not. */
  refineRegion(
    contentHash: string,
    region: AnnotationRegion,
    clicks: readonly RegionClick[],
  ): Promise<ProposedRegionValue>

  reviewQueue(projectId: string): Promise<ReviewQueue>
  /** From what was compared so far, by the individuals of now. */
  candidates(projectId: string, annotationId: string): Promise<Candidates>
  /** Compares an annotation with everything comparable, whatever the shortlist. */
  searchAll(projectId: string, annotationId: string): Promise<Candidates>
  /** The points that two annotations share, one entry an extractor; places in px of the upright photos. */
  matchedPoints(projectId: string, queryId: string, annotationId: string): Promise<readonly MatchedPoints[]>
  decide(projectId: string, decision: DecisionValue, by: string): Promise<LogEntry>
  /** Takes an entry back; undoing an undo gives it back. */
  undo(projectId: string, entryId: string, by: string): Promise<LogEntry>
  /** @param individualId null: a new one */
  saveIndividual(projectId: string, individualId: string | null, value: IndividualValue, by: string): Promise<LogEntry>
  mergeIndividuals(projectId: string, from: string, into: string, by: string): Promise<LogEntry>
  /** Moves annotations to a new individual, which `value` describes. */
  splitIndividual(
    projectId: string,
    annotationIds: readonly string[],
    value: IndividualValue,
    by: string,
  ): Promise<LogEntry>
  /** @param precisionTarget absent: the project's own */
  previewAccept(projectId: string, precisionTarget?: number): Promise<AcceptPreview>
  /** Accepts just these, as they were shown. */
  accept(
    projectId: string,
    matches: readonly { readonly queryId: string; readonly individualId: string }[],
    by: string,
  ): Promise<readonly LogEntry[]>
  /** Newest first. */
  projectLog(projectId: string, count: number): Promise<readonly LogEntry[]>

  calibrationOf(projectId: string): Promise<CalibrationReport>
  shortlistChoices(projectId: string): Promise<readonly ShortlistChoice[]>
  population(projectId: string, occasions: Occasions): Promise<PopulationReport>
  /** What an export would leave out; rejects where the project has nothing for the format. */
  previewExport(
    projectId: string,
    format: ProjectExportFormat,
    options: ProjectExportOptions,
  ): Promise<Pick<ProjectExportReport, 'notes'>>
}

/** The long ones, by the name of their job. */
export type PhotoIdJobRequest =
  /** Indexes a folder where need be, adds its photos in encounters by time and place, and looks for the animals on them. */
  | {
      readonly kind: 'project-add'
      readonly projectId: string
      readonly folder: string
      readonly rule: GroupingRuleValue
    }
  /** Draws regions on annotations that still are the whole photo. */
  | { readonly kind: 'project-regions'; readonly projectId: string }
  /** Compares open annotations with all that may be compared; goes on from what was compared before. */
  | { readonly kind: 'project-identify'; readonly projectId: string }
  /** Compares what is settled, and fits the project's own calibration. */
  | { readonly kind: 'project-calibrate'; readonly projectId: string }
  /** Makes the demo project: a drawn population, indexed, partly identified. */
  | { readonly kind: 'project-demo' }

/** Files in and out. Whoever hosts the engine begins them, and no page: they name a file. */
export type ProjectFileJob =
  | {
      readonly kind: 'project-export'
      readonly projectId: string
      readonly format: ProjectExportFormat
      readonly options: ProjectExportOptions
      readonly path: string
    }
  /** @see Engine.importProject; `name` is what the person calls the file. */
  | { readonly kind: 'project-import'; readonly path: string; readonly name: string }

export type PhotoIdJobReport =
  | AddPhotosReport
  | { readonly annotations: number; readonly comparisons: number }
  | CalibrationReport
  | { readonly projectId: string }
