import { basename } from 'node:path'
import type { PhotoId } from '../../api.ts'
import type { Encounter, EncounterValue } from '../../api/identify.ts'
import type { AddPhotosReport } from '../../api/photo-id.ts'
import { viewpointOfName } from '../../identify/evaluate/photo-name.ts'
import type { ProjectStore } from '../../identify/store/project-store.ts'
import { required } from '../../identify/store/required.ts'
import { preferredPaths, readPhoto } from '../../library/catalogue/photos.ts'
import type { Catalogue } from '../../library/catalogue/catalogue.ts'
import { WHOLE_PHOTO } from '../../regions/propose.ts'
import { invalidArgument } from '../../types.ts'

export function saveEncounter(store: ProjectStore, encounterId: string | null, value: EncounterValue): Encounter {
  const { startedAt, endedAt } = value
  if (startedAt !== null && endedAt !== null && endedAt < startedAt)
    throw invalidArgument('endedAt', `not before ${startedAt}`, endedAt)
  if (encounterId === null) return store.saveEncounter(value)
  findEncounter(store, encounterId)
  return store.saveEncounter(value, encounterId)
}

export function removeEncounter(store: ProjectStore, encounterId: string): void {
  findEncounter(store, encounterId)
  store.removeEncounter(encounterId)
}

/** Adds photos of the library to an encounter, as annotations of the whole photo, or moves those that are in another. */
export function putPhotos(
  catalogue: Catalogue,
  store: ProjectStore,
  encounterId: string,
  photoIds: readonly PhotoId[],
): AddPhotosReport {
  findEncounter(store, encounterId)
  const inProject = new Set(store.photos().map(({ contentHash }) => contentHash))
  const known = { photos: 0, known: 0, annotations: 0 }
  const paths = preferredPaths(catalogue, photoIds)
  return store.atomically(() => {
    for (const [at, photoId] of photoIds.entries()) {
      const { contentHash, width, height, takenAt } = readPhoto(catalogue, photoId)
      const fileName = basename(paths[at] ?? `photo-${photoId}`)
      store.savePhoto({ contentHash, encounterId, fileName, width, height, takenAt })
      if (inProject.has(contentHash)) {
        known.known++
        continue
      }
      inProject.add(contentHash)
      const viewpoint = viewpointOfName(fileName)
      store.saveAnnotation({ contentHash, region: WHOLE_PHOTO, viewpoint, quality: null, drawnBy: 'whole photo' })
      known.photos++
      known.annotations++
    }
    return { encounters: 0, ...known }
  })
}

export function takePhotos(store: ProjectStore, contentHashes: readonly string[]): void {
  const inProject = new Set(store.photos().map(({ contentHash }) => contentHash))
  store.atomically(() => {
    for (const hash of contentHashes) {
      required(inProject.has(hash) ? hash : undefined, `photo ${hash.slice(0, 12)}…`)
      store.removePhoto(hash)
    }
  })
}

function findEncounter(store: ProjectStore, encounterId: string): Encounter {
  const found = store.encounters().find((encounter) => encounter.encounterId === encounterId)
  return required(found, `encounter ${encounterId}`)
}
