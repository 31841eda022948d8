import { existsSync } from 'node:fs'
import type { Annotation, Encounter, Individual } from '../../api/identify.ts'
import type { AnnotationWithState, ProjectPhotoState, ProjectState, ProjectSummary } from '../../api/photo-id.ts'
import { findConflicts } from '../../identify/decisions/conflicts.ts'
import { findDisagreements } from '../../identify/decisions/disagreements.ts'
import type { ProjectStore } from '../../identify/store/project-store.ts'
import type { Catalogue } from '../../library/catalogue/catalogue.ts'
import { findPhotoByHash, preferredPaths } from '../../library/catalogue/photos.ts'

export function projectSummary(store: ProjectStore): ProjectSummary {
  const { states } = store.identity()
  const annotations = store.annotations()
  return {
    ...store.project,
    photos: store.photos().length,
    annotations: annotations.length,
    open: annotations.filter(({ annotationId }) => !states.has(annotationId)).length,
    individuals: store.identity().individuals.size,
  }
}

export function projectState(catalogue: Catalogue, store: ProjectStore): ProjectState {
  const identity = store.identity()
  const encounterOf = encountersByPhoto(store)
  const annotations = store.annotations().map((annotation): AnnotationWithState => ({
    ...annotation,
    encounterId: encounterOf.get(annotation.contentHash)!,
    state: identity.states.get(annotation.annotationId) ?? { kind: 'open' },
  }))
  return {
    project: store.project,
    encounters: [...store.encounters()].sort(newestFirst),
    photos: photoStates(catalogue, store),
    annotations,
    individuals: individualsOf(store),
    conflicts: findConflicts(identity),
    disagreements: findDisagreements(identity),
  }
}

/** By name, as a person counts: A-2 before A-10. Annotations that were taken out are nobody's. */
export function individualsOf(store: ProjectStore): readonly Individual[] {
  const drawn = new Set(store.annotations().map(({ annotationId }) => annotationId))
  const { compare } = new Intl.Collator('en', { numeric: true })
  return [...store.identity().individuals.values()]
    .map((individual) => ({ ...individual, annotationIds: individual.annotationIds.filter((id) => drawn.has(id)) }))
    .sort((a, b) => compare(a.name, b.name) || (a.individualId < b.individualId ? -1 : 1))
}

export function encountersByPhoto(store: ProjectStore): ReadonlyMap<string, string> {
  return new Map(store.photos().map(({ contentHash, encounterId }) => [contentHash, encounterId]))
}

/** Every annotation with the encounter that its photo is of. */
export function sidedAnnotations(store: ProjectStore): readonly (Annotation & { readonly encounterId: string })[] {
  const encounterOf = encountersByPhoto(store)
  return store.annotations().map((annotation) => ({
    ...annotation,
    encounterId: encounterOf.get(annotation.contentHash)!,
  }))
}

/** Those without a date last. */
export function newestFirst(a: Encounter, b: Encounter): number {
  const [timeA, timeB] = [a.startedAt ?? '', b.startedAt ?? '']
  if (timeA !== timeB) return timeA < timeB ? 1 : -1
  return a.encounterId < b.encounterId ? -1 : 1
}

function photoStates(catalogue: Catalogue, store: ProjectStore): readonly ProjectPhotoState[] {
  const photos = store.photos()
  const ids = photos.map(({ contentHash }) => findPhotoByHash(catalogue, contentHash))
  const known = ids.filter((id) => id !== null)
  const paths = new Map(preferredPaths(catalogue, known).map((path, at) => [known[at]!, path]))
  return photos.map((photo, at) => {
    const photoId = ids[at]!
    const path = photoId === null ? null : (paths.get(photoId) ?? null)
    return { ...photo, photoId, online: path !== null && existsSync(path) }
  })
}
