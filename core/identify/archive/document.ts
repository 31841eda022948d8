import { z } from 'zod'
import type { Annotation, Encounter, LogEntry, Project, ProjectPhoto } from '../../api/identify.ts'
import { ResightError } from '../../types.ts'
import type { ProjectStore } from '../store/project-store.ts'
import { ANNOTATION, ENCOUNTER, ENTRY, parseStored, PHOTO, PROJECT } from '../store/values.ts'

/** All of a project but its photos' bytes, as `project.json` in a ZIP holds it. */
export interface ProjectDocument {
  readonly format: 'resight-photo-id'
  readonly version: 1
  readonly project: Project
  readonly encounters: readonly Encounter[]
  readonly photos: readonly ProjectPhoto[]
  readonly annotations: readonly Annotation[]
  readonly log: readonly LogEntry[]
}

const DOCUMENT: z.ZodType<ProjectDocument> = z.strictObject({
  format: z.literal('resight-photo-id'),
  version: z.literal(1),
  project: PROJECT,
  encounters: z.array(ENCOUNTER),
  photos: z.array(PHOTO),
  annotations: z.array(ANNOTATION),
  log: z.array(ENTRY),
})

export function writeDocument(store: ProjectStore): ProjectDocument {
  return {
    format: 'resight-photo-id',
    version: 1,
    project: store.project,
    encounters: store.encounters(),
    photos: store.photos(),
    annotations: store.annotations(),
    log: store.log(),
  }
}

/** @param name of the file, for messages @throws ResightError `corrupt` */
export function parseDocument(text: string, name: string): ProjectDocument {
  const document = parseStored(DOCUMENT, text, name)
  const encounters = new Set(document.encounters.map(({ encounterId }) => encounterId))
  const photos = new Set(document.photos.map(({ contentHash }) => contentHash))
  const stray = document.photos.find(({ encounterId }) => !encounters.has(encounterId))
  const loose = document.annotations.find(({ contentHash }) => !photos.has(contentHash))
  if (stray === undefined && loose === undefined) return document
  const what = stray === undefined ? `an annotation is on no photo` : `${stray.fileName} is in no encounter`
  throw new ResightError('corrupt', `${name} is damaged: ${what}`, { remedy: 'Export the project again.' })
}

/** What laying a document and a project together did. */
export interface MergeReport {
  readonly encounters: number
  readonly photos: number
  readonly annotations: number
  readonly entries: number
}

/**
 * Adds to a project what a document has and it has not: encounters, photos and annotations by their ids, where what is
 * here stays as it is, and the entries of the log. The log says afterwards what both people said.
 * @throws ResightError `invalid-argument` for another project's document
 */
export function mergeDocument(store: ProjectStore, document: ProjectDocument): MergeReport {
  if (store.project.projectId !== document.project.projectId) {
    const message = `The file is of another project (${document.project.species}, ${document.project.population})`
    throw new ResightError('invalid-argument', message, { remedy: 'Import it as a project of its own.' })
  }
  return fillStore(store, document)
}

/** @param store empty but for its project, or a copy of the same project */
export function fillStore(store: ProjectStore, document: ProjectDocument): MergeReport {
  return store.atomically(() => {
    const encounters = missing(document.encounters, store.encounters(), ({ encounterId }) => encounterId)
    for (const { encounterId, ...value } of encounters) store.saveEncounter(value, encounterId)
    const photos = missing(document.photos, store.photos(), ({ contentHash }) => contentHash)
    for (const photo of photos) store.savePhoto(photo)
    const annotations = missing(document.annotations, store.annotations(), ({ annotationId }) => annotationId)
    for (const { annotationId, ...value } of annotations) store.saveAnnotation(value, annotationId)
    const entries = store.appendEntries(document.log)
    return {
      encounters: encounters.length,
      photos: photos.length,
      annotations: annotations.length,
      entries: entries.length,
    }
  })
}

function missing<T>(theirs: readonly T[], ours: readonly T[], idOf: (value: T) => string): readonly T[] {
  const known = new Set(ours.map(idOf))
  return theirs.filter((value) => !known.has(idOf(value)))
}
