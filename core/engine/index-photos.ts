import type { AddReport, AddRequest, JobControl } from '../api.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { activateSpace, activeSpace } from '../library/catalogue/spaces.ts'
import { listFilesOf, listUnencoded } from '../library/catalogue/unencoded.ts'
import type { DecodePool } from '../library/decoded.ts'
import { Reencoding } from '../library/indexing/reencode.ts'
import { indexFolders } from '../library/pipeline.ts'
import { scanFolder } from '../library/scan.ts'
import type { EmbeddingSpace, Pixels } from '../types.ts'
import { existsSync } from 'node:fs'
import { encodePhotos } from './encode-photos.ts'
import type { MeasuredRates } from './measured-rates.ts'
import type { ModelInUse } from './model-in-use.ts'
import type { OpenModel } from './open-model.ts'

export interface IndexingParts {
  readonly catalogue: Catalogue
  readonly inUse: ModelInUse
  readonly rates: MeasuredRates
  readonly openPool: () => Promise<DecodePool>
  readonly retryFailed: boolean
}

/**
 * Brings the library up to date in the space of the model in use. Where that is not the active space, because the model
 * was named or the runtime is a newer one, it takes over once it is whole. Where the library was switched to another
 * model meanwhile, what was added is encoded for that one, too.
 */
export async function indexPhotos(
  request: AddRequest | null,
  parts: IndexingParts,
  control?: JobControl,
): Promise<AddReport> {
  const { catalogue, inUse, rates, retryFailed } = parts
  const isPinned = inUse.isPinned
  return inUse.use(async (model) => {
    const encoder = await model.encoder.get()
    const encode = (batch: readonly Pixels[]) => encodePhotos(encoder, batch)
    const { space, pixels } = encoder
    const stages = { catalogue, scan: scanFolder, pool: await parts.openPool(), encode, space, pixels, retryFailed }
    const report = await indexFolders(request, stages, control)
    rates.noteIndexing(model.model, report.indexed, report.seconds)
    const isOurs = isPinned || activeSpace(catalogue)?.model === space.model
    if (!report.cancelled && isOurs && isWhole(catalogue, space)) activateSpace(catalogue, space.id)
    await (await model.index.get()).save()
    if (inUse.current.model !== model.model) await inUse.use((next) => catchUp(next, parts, control))
    return report
  })
}

/** Whether only photos lack a vector that cannot be read now. */
function isWhole(catalogue: Catalogue, space: EmbeddingSpace): boolean {
  return listUnencoded(catalogue, space.id).every((photoId) =>
    listFilesOf(catalogue, photoId).every(({ failed, path }) => failed || !existsSync(path)),
  )
}

async function catchUp(model: OpenModel, parts: IndexingParts, control: JobControl = {}): Promise<void> {
  const encoder = await model.encoder.get()
  const { space, pixels } = encoder
  const encode = (batch: readonly Pixels[]) => encodePhotos(encoder, batch)
  const stages = { catalogue: parts.catalogue, openPool: parts.openPool, encode, space, pixels }
  const signal = control.signal ?? new AbortController().signal
  await new Reencoding(stages, control.onProgress).catchUp({ ...control, signal })
}
