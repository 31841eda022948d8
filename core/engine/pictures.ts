import type { Engine } from '../api.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import type { DecodePool } from '../library/decoded.ts'
import { findEvidence } from './evidence.ts'
import { preview } from './preview.ts'
import { searchPorts, type SearchStages } from './search-ports.ts'
import { turns } from './turns.ts'

/** A full-size picture may take hundreds of megabytes on its way; the pool would take on as many as are asked for. */
const PREVIEWS_AT_ONCE = 4

/** The calls of the engine that hand pictures in and out. */
export function pictureCalls(
  catalogue: Catalogue,
  openPool: () => Promise<DecodePool>,
  /** Lends the stages for as long as the work takes. */
  useStages: <T>(work: (stages: SearchStages) => Promise<T>) => Promise<T>,
  uploads: SearchStages['uploads'],
): Pick<Engine, 'preview' | 'addUpload' | 'upload' | 'evidence'> {
  const inTurn = turns(PREVIEWS_AT_ONCE)
  return {
    preview: (photoId, longestSide, control) =>
      inTurn(() => preview(catalogue, openPool, photoId, longestSide, control?.signal), control?.signal),
    addUpload: (data, name) => uploads.add(data, name),
    upload: (uploadId) => uploads.thumbnail(uploadId),
    evidence: (query, photoId, { signal } = {}) =>
      useStages((stages) => findEvidence(query, photoId, { ...stages, ports: searchPorts(stages, signal) })),
  }
}
