import { basename } from 'node:path'
import type { JobControl } from '../../api.ts'
import type { Annotation, AnnotationValue } from '../../api/identify.ts'
import { isWhole } from '../../api/regions.ts'
import type { ProjectStore } from '../../identify/store/project-store.ts'
import { required } from '../../identify/store/required.ts'
import { PhotoError } from '../../library/decoded.ts'
import { Meter } from '../../library/indexing/meter.ts'
import { ResightError } from '../../types.ts'
import type { IdentifyParts } from './parts.ts'
import { pathOf } from './project-photos.ts'

/** @param annotationId null: a new one @throws ResightError `not-found`, `invalid-argument` */
export function saveAnnotation(store: ProjectStore, annotationId: string | null, value: AnnotationValue): Annotation {
  const photo = store.photos().find(({ contentHash }) => contentHash === value.contentHash)
  required(photo, `photo ${value.contentHash.slice(0, 12)}…`)
  if (annotationId === null) return store.saveAnnotation(value)
  const known = required(
    store.annotations().find((annotation) => annotation.annotationId === annotationId),
    `annotation ${annotationId}`,
  )
  if (known.contentHash !== value.contentHash)
    throw new ResightError('invalid-argument', 'An annotation stays on its photo', { remedy: 'Draw a new one there.' })
  return store.saveAnnotation(value, annotationId)
}

export function removeAnnotation(store: ProjectStore, annotationId: string): void {
  required(
    store.annotations().find((annotation) => annotation.annotationId === annotationId),
    `annotation ${annotationId}`,
  )
  store.removeAnnotation(annotationId)
}

/**
 * Draws regions on annotations that still are the whole photo. Further animals on a photo of which nothing is decided
 * become annotations of their own.
 * @throws ResightError `cancelled`; what was drawn is kept
 */
export async function drawRegions(
  { catalogue, regions }: IdentifyParts,
  store: ProjectStore,
  control: JobControl = {},
): Promise<{ readonly annotations: number; readonly comparisons: number }> {
  const byPhoto = Map.groupBy(store.annotations(), ({ contentHash }) => contentHash)
  const whole = [...byPhoto].filter(([, annotations]) => annotations.some(({ region }) => isWhole(region)))
  const meter = new Meter('regions', whole.length, control.onProgress, () => performance.now())
  let drawn = 0
  for (const [contentHash, annotations] of whole) {
    await control.whilePaused?.()
    if (control.signal?.aborted === true)
      throw new ResightError('cancelled', 'It was cancelled; what was drawn is kept')
    const path = pathOf(catalogue, contentHash)
    const proposals = path === null ? null : await proposeIfReadable(regions, path, control.signal)
    meter.add(1, proposals === null ? 1 : 0, path === null ? null : basename(path))
    const [best, ...others] = (proposals ?? []).filter(({ region }) => !isWhole(region))
    const target = annotations.find(({ region }) => isWhole(region))!
    // Whoever drew one meanwhile knows better.
    const now = store.annotations().find(({ annotationId }) => annotationId === target.annotationId)
    if (best === undefined || now === undefined || !isWhole(now.region)) continue
    const { annotationId, ...value } = now
    const { states } = store.identity()
    const isUndecided = annotations.length === 1 && !states.has(annotationId)
    store.atomically(() => {
      store.saveAnnotation({ ...value, ...best }, annotationId)
      for (const other of isUndecided ? others : []) store.saveAnnotation({ ...value, ...other })
    })
    drawn += 1 + (isUndecided ? others.length : 0)
  }
  meter.end()
  return { annotations: drawn, comparisons: 0 }
}

/** @returns null: the photo can't be read, which is no reason to fail the others */
export async function proposeIfReadable(regions: IdentifyParts['regions'], path: string, signal?: AbortSignal) {
  try {
    return await regions.propose(path, signal)
  } catch (error) {
    if (error instanceof PhotoError && error.code !== 'cancelled') return null
    throw error
  }
}
