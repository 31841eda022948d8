import type { Annotation, Encounter, Individual, LogEntry, Project, ProjectPhoto } from '../../api/identify.ts'
import type { Sighting } from '../population/capture-histories.ts'
import type { ProjectStore } from '../store/project-store.ts'

/** An identified animal on a photo, with all that an export says of it. */
export interface IdentifiedAnnotation {
  readonly annotation: Annotation
  readonly photo: ProjectPhoto
  readonly encounter: Encounter
  readonly individual: Individual
  /** The entry that says so; null: none does any more, e.g. after a merge of what it founded. */
  readonly entry: LogEntry | null
}

/** What exports are made of: the state of a project, joined. */
export interface ExportSource {
  readonly project: Project
  readonly encounters: readonly Encounter[]
  /** In order of encounter, photo, annotation; annotations that are not identified are not in it. */
  readonly identified: readonly IdentifiedAnnotation[]
  /** Every photo of the project. */
  readonly photos: readonly ProjectPhoto[]
}

export function exportSource(store: ProjectStore): ExportSource {
  const identity = store.identity()
  const photos = new Map(store.photos().map((photo) => [photo.contentHash, photo]))
  const encounters = new Map(store.encounters().map((encounter) => [encounter.encounterId, encounter]))
  const identified = store.annotations().flatMap((annotation) => {
    const state = identity.states.get(annotation.annotationId)
    if (state?.kind !== 'identified') return []
    const photo = photos.get(annotation.contentHash)!
    const encounter = encounters.get(photo.encounterId)!
    const individual = identity.individuals.get(state.individualId)!
    const entry = identity.heads.get(annotation.annotationId)?.at(-1)?.entry ?? null
    return [{ annotation, photo, encounter, individual, entry }]
  })
  const key = (item: IdentifiedAnnotation) =>
    [
      item.encounter.startedAt ?? '9',
      item.encounter.encounterId,
      item.photo.fileName,
      item.annotation.annotationId,
    ].join(' ')
  identified.sort((a, b) => (key(a) < key(b) ? -1 : 1))
  return { project: store.project, encounters: [...encounters.values()], identified, photos: [...photos.values()] }
}

/** One an individual and encounter, however many photos show it there. */
export function sightingsOf(source: ExportSource): readonly Sighting[] {
  const sightings = new Map<string, Sighting>()
  for (const { individual, encounter } of source.identified) {
    const { encounterId, startedAt: at, position } = encounter
    sightings.set(`${individual.individualId} ${encounterId}`, {
      individualId: individual.individualId,
      encounterId,
      at,
      position,
    })
  }
  return [...sightings.values()]
}

/** Every encounter in which somebody looked, for occasions on which nobody was seen. */
export function visitsOf(
  source: ExportSource,
): readonly { readonly encounterId: string; readonly at: string | null }[] {
  return source.encounters.map(({ encounterId, startedAt }) => ({ encounterId, at: startedAt }))
}

/** A name for tables: unique, so that two animals called Nika stay two. */
export function exportNames(source: ExportSource): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const taken = new Set<string>()
  const individuals = new Map(source.identified.map(({ individual }) => [individual.individualId, individual]))
  for (const { individualId, name } of individuals.values()) {
    const wanted = name.trim() === '' ? individualId.slice(0, 8) : name.trim()
    let unique = wanted
    for (let count = 2; taken.has(unique); count++) unique = `${wanted} ${count}`
    taken.add(unique)
    names.set(individualId, unique)
  }
  return names
}
