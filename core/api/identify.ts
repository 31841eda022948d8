import type { RegionValue } from '../api.ts'

/**
 * Photo-ID: telling individual animals apart by their markings. Ids of everything but photos are UUIDs, so that the work
 * of two people can be laid together; a photo is its content (SHA-256, 64 hex digits), so that moved files stay.
 */

export const VIEWPOINTS = ['left', 'right', 'ventral', 'dorsal', 'front', 'back', 'unknown'] as const
export type Viewpoint = (typeof VIEWPOINTS)[number]
export const VERDICTS = ['match', 'not-this-one', 'new-individual', 'cant-tell', 'poor-photo'] as const
export type Verdict = (typeof VERDICTS)[number]
export const SEXES = ['female', 'male', 'unknown'] as const
export type Sex = (typeof SEXES)[number]
export const LIFE_STAGES = ['adult', 'subadult', 'juvenile', 'unknown'] as const
export type LifeStage = (typeof LIFE_STAGES)[number]

export interface ProjectSettings {
  /** Of matches proposed without asking, the share that must be right; in (0.5, 1). Default 0.99. */
  readonly precisionTarget: number
  /** How many annotations are compared with each new one; null: all of them. */
  readonly shortlist: number | null
  /** Ids of the matcher's extractors to fuse; empty: all that it has. */
  readonly extractors: readonly string[]
  /** A side is compared with the same side only. `unknown` is compared with every side. */
  readonly sameViewpointOnly: boolean
}

export interface ProjectValue {
  /** Scientific name of the species, e.g. `Latonia nigriventer`. */
  readonly species: string
  /** Population or study area. */
  readonly population: string
  readonly settings: ProjectSettings
}

export interface Project extends ProjectValue {
  readonly projectId: string
  readonly createdAt: string
}

/** Animals seen at one time and place. */
export interface EncounterValue {
  /** Local time, `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SS`, with offset where one is known; null: not known. */
  readonly startedAt: string | null
  readonly endedAt: string | null
  readonly place: string
  /** WGS 84 degrees. */
  readonly position: { readonly latitude: number; readonly longitude: number } | null
  readonly observer: string
  readonly notes: string
}

export interface Encounter extends EncounterValue {
  readonly encounterId: string
}

/** A photo as a project knows it: enough to find it again, to export it, and to say that it is missing. */
export interface ProjectPhoto {
  readonly contentHash: string
  readonly encounterId: string
  readonly fileName: string
  /** Upright size, px. */
  readonly width: number
  readonly height: number
  readonly takenAt: string | null
}

/** Where the animal is, in fractions of the upright photo. */
export type AnnotationRegion =
  | ({ readonly kind: 'box' } & RegionValue)
  /** 3 … 500 corners, `[x, y]` each, not closed. */
  | { readonly kind: 'polygon'; readonly points: readonly (readonly [number, number])[] }

export interface AnnotationValue {
  readonly contentHash: string
  readonly region: AnnotationRegion
  readonly viewpoint: Viewpoint
  /** 0 useless … 1 perfect, as a person or a detector says; null: not judged. */
  readonly quality: number | null
  /** Who drew the region: a person's name, or a detector and its version. */
  readonly drawnBy: string
}

export interface Annotation extends AnnotationValue {
  readonly annotationId: string
}

export interface IndividualValue {
  readonly name: string
  readonly sex: Sex
  readonly lifeStage: LifeStage
  readonly notes: string
}

/** What a person saw when they decided, kept with the decision. */
export interface DecisionEvidence {
  /** The annotation that the decided one was shown beside; null: none. */
  readonly against: string | null
  /** Raw similarity of the two by extractor. */
  readonly similarities: Readonly<Record<string, number>>
  /** Calibrated P(same) as it was shown; null: none was. */
  readonly probability: number | null
  /** 1-based rank of the candidate; null: it was not from a list. */
  readonly rank: number | null
  /** Version of each extractor, detector and calibration that took part. */
  readonly versions: Readonly<Record<string, string>>
}

/** One entry of the append-only log. The state of a project's individuals is what its entries say, and nothing else. */
export type LogEntry = {
  readonly entryId: string
  /** Lamport clock: greater than that of every entry its author had seen. Entries are ordered by it, then by id. */
  readonly clock: number
  readonly by: string
  /** UTC. */
  readonly at: string
} & LogAction

export type LogAction =
  /** Creates an individual or replaces what is said of it. */
  | { readonly kind: 'individual'; readonly individualId: string; readonly value: IndividualValue }
  | {
      readonly kind: 'decision'
      readonly annotationId: string
      readonly verdict: Verdict
      /** For match and not-this-one the candidate, for new-individual the one that begins; else null. */
      readonly individualId: string | null
      readonly evidence: DecisionEvidence
      /** Entries that settled this annotation before and that the author had seen. Empty for not-this-one. */
      readonly replaces: readonly string[]
      /** Decided by a rule (`review --auto`, batch accept), not by a person looking at the pair. */
      readonly automatic: boolean
    }
  /** Two individuals are one: `from` becomes another name of `into`. */
  | { readonly kind: 'merge'; readonly from: string; readonly into: string }
  /** These annotations are another animal: they move to `into`. */
  | {
      readonly kind: 'split'
      readonly annotationIds: readonly string[]
      readonly into: string
      readonly replaces: readonly string[]
    }
  /** Takes an entry back; an undo that is undone gives it back. */
  | { readonly kind: 'undo'; readonly undoes: string }

export type AnnotationState =
  | { readonly kind: 'open' }
  | { readonly kind: 'identified'; readonly individualId: string }
  | { readonly kind: 'cant-tell' }
  | { readonly kind: 'poor-photo' }

export interface Individual extends IndividualValue {
  readonly individualId: string
  /** Other ids of the same animal, of merges. */
  readonly alsoIds: readonly string[]
  readonly annotationIds: readonly string[]
}

/** A = B, B = C, and yet A ≠ C. */
export interface Conflict {
  /** The entry that says that the two ends differ. */
  readonly denial: string
  /** Ids of annotations and individuals, from one end to the other, each said to be the same animal as the next. */
  readonly chain: readonly string[]
  /** The entries that say so, one fewer than `chain`. */
  readonly entries: readonly string[]
}

/** Two entries, neither of whose authors had seen the other's, that settle one annotation differently. */
export interface Disagreement {
  readonly annotationId: string
  readonly verdicts: readonly {
    readonly entryId: string
    readonly by: string
    readonly at: string
    readonly state: AnnotationState
  }[]
}
