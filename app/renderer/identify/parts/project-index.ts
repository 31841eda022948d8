import type { Encounter, Individual } from '../../../../core/api/identify.ts'
import type { AnnotationWithState, ProjectPhotoState, ProjectState } from '../../../../core/api/photo-id.ts'

interface Index {
  readonly photos: ReadonlyMap<string, ProjectPhotoState>
  readonly encounters: ReadonlyMap<string, Encounter>
  readonly annotations: ReadonlyMap<string, AnnotationWithState>
  readonly photosOfEncounter: ReadonlyMap<string, readonly ProjectPhotoState[]>
  readonly annotationsOfPhoto: ReadonlyMap<string, readonly AnnotationWithState[]>
  /** By its own id and by those that were merged into it. */
  readonly individuals: ReadonlyMap<string, Individual>
}

/** Built once for each answer of the engine, and forgotten with it. */
const indexes = new WeakMap<ProjectState, Index>()

function indexOf(state: ProjectState): Index {
  const known = indexes.get(state)
  if (known !== undefined) return known
  const index: Index = {
    photos: new Map(state.photos.map((photo) => [photo.contentHash, photo])),
    encounters: new Map(state.encounters.map((encounter) => [encounter.encounterId, encounter])),
    annotations: new Map(state.annotations.map((annotation) => [annotation.annotationId, annotation])),
    photosOfEncounter: Map.groupBy(state.photos, ({ encounterId }) => encounterId),
    annotationsOfPhoto: Map.groupBy(state.annotations, ({ contentHash }) => contentHash),
    individuals: new Map(
      state.individuals.flatMap((individual) =>
        [individual.individualId, ...individual.alsoIds].map((id) => [id, individual] as const),
      ),
    ),
  }
  indexes.set(state, index)
  return index
}

export function photoOf(state: ProjectState, contentHash: string): ProjectPhotoState | undefined {
  return indexOf(state).photos.get(contentHash)
}

export function encounterOf(state: ProjectState, encounterId: string): Encounter | undefined {
  return indexOf(state).encounters.get(encounterId)
}

export function annotationOf(state: ProjectState, annotationId: string): AnnotationWithState | undefined {
  return indexOf(state).annotations.get(annotationId)
}

/** @param individualId its own, or one that was merged into it */
export function individualOf(state: ProjectState, individualId: string): Individual | undefined {
  return indexOf(state).individuals.get(individualId)
}

export function photosOf(state: ProjectState, encounterId: string): readonly ProjectPhotoState[] {
  return indexOf(state).photosOfEncounter.get(encounterId) ?? []
}

export function annotationsOn(state: ProjectState, contentHash: string): readonly AnnotationWithState[] {
  return indexOf(state).annotationsOfPhoto.get(contentHash) ?? []
}
