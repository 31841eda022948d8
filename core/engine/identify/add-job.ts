import { basename, dirname } from 'node:path'
import type { JobControl } from '../../api.ts'
import type { AddPhotosReport, PhotoIdJobRequest } from '../../api/photo-id.ts'
import { groupIntoEncounters } from '../../identify/encounters/group.ts'
import { viewpointOfName } from '../../identify/evaluate/photo-name.ts'
import type { ProjectStore } from '../../identify/store/project-store.ts'
import { readPhoto } from '../../library/catalogue/photos.ts'
import { Meter } from '../../library/indexing/meter.ts'
import { WHOLE_PHOTO } from '../../regions/propose.ts'
import { ResightError } from '../../types.ts'
import type { IdentifyParts } from './parts.ts'
import { photosBelow } from './project-photos.ts'
import { proposeIfReadable } from './region-calls.ts'

/**
 * Indexes a folder, groups its photos into encounters by time and place, and looks for the animals on them. Every
 * encounter is added whole, so that what was interrupted goes on.
 * @throws ResightError `cancelled`; what was added is kept
 */
export async function addFolder(
  parts: IdentifyParts,
  store: ProjectStore,
  { folder, rule }: Pick<Extract<PhotoIdJobRequest, { readonly kind: 'project-add' }>, 'folder' | 'rule'>,
  control: JobControl = {},
): Promise<AddPhotosReport> {
  const { cancelled } = await parts.index({ folders: [folder] }, control)
  if (cancelled) throw cancelledError()
  const inProject = new Set(store.photos().map(({ contentHash }) => contentHash))
  const below = photosBelow(parts.catalogue, folder).map(({ photoId, path }) => ({
    path,
    details: readPhoto(parts.catalogue, photoId),
  }))
  const fresh = below.filter(({ details }) => !inProject.has(details.contentHash))
  const paths = new Map(fresh.map(({ path, details }) => [details.contentHash, path]))
  const proposed = groupIntoEncounters(
    fresh.map(({ path, details: { contentHash, width, height, takenAt, gps } }) => ({
      ...{ contentHash, width, height, takenAt, position: gps },
      fileName: basename(path),
      folder: dirname(path),
    })),
    rule,
  )
  const meter = new Meter('regions', fresh.length, control.onProgress, () => performance.now())
  let annotations = 0
  for (const { encounter, photos } of proposed) {
    const drawn: Parameters<ProjectStore['saveAnnotation']>[0][] = []
    for (const { contentHash, fileName } of photos) {
      await control.whilePaused?.()
      if (control.signal?.aborted === true) throw cancelledError()
      const found = await proposeIfReadable(parts.regions, paths.get(contentHash)!, control.signal)
      const viewpoint = viewpointOfName(fileName)
      const whole = { region: WHOLE_PHOTO, quality: null, drawnBy: 'whole photo' }
      for (const proposal of found ?? [whole]) drawn.push({ contentHash, viewpoint, ...proposal })
      meter.add(1, found === null ? 1 : 0, fileName)
    }
    store.atomically(() => {
      const { encounterId } = store.saveEncounter(encounter)
      for (const { contentHash, fileName, width, height, takenAt } of photos)
        store.savePhoto({ contentHash, encounterId, fileName, width, height, takenAt })
      for (const annotation of drawn) store.saveAnnotation(annotation)
    })
    annotations += drawn.length
  }
  meter.end()
  return { encounters: proposed.length, photos: fresh.length, known: below.length - fresh.length, annotations }
}

function cancelledError(): ResightError {
  return new ResightError('cancelled', 'Adding photos was cancelled; what was added is kept')
}
