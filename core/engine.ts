import { join, resolve } from 'node:path'
import type { AddReport, AddRequest, Engine, EngineOptions, JobControl, Query, SearchAnswer } from './api.ts'
import { listModels } from './encoders/list-models.ts'
import { modelsFoldersOf } from './encoders/models-folders.ts'
import { DEFAULT_MODEL, openEncoder } from './encoders/registry.ts'
import { encodePhotos } from './engine/encode-photos.ts'
import { queryPhotoEncoder } from './engine/encode-query-photo.ts'
import { searchHints } from './engine/hints.ts'
import { lazy } from './engine/lazy.ts'
import { libraryBrowser } from './engine/library-browser.ts'
import { pictureCalls } from './engine/pictures.ts'
import { searchPorts, type SearchStages } from './engine/search-ports.ts'
import { SpaceIndex } from './engine/space-index.ts'
import { libraryStatus } from './engine/status.ts'
import { openUploads } from './engine/uploads.ts'
import { closeCatalogue, openCatalogue } from './library/catalogue/catalogue.ts'
import { listFailedFiles } from './library/catalogue/files.ts'
import { forgetFolder } from './library/catalogue/folders.ts'
import { findPhotoByPath, listFingerprints, readContentHash, readPhoto } from './library/catalogue/photos.ts'
import { activateSpace, activeSpace, ensureSpace } from './library/catalogue/spaces.ts'
import { readThumbnail } from './library/catalogue/thumbnails.ts'
import { openDecodePool } from './library/decode/pool.ts'
import { findDuplicates } from './library/duplicates.ts'
import { indexFolders } from './library/pipeline.ts'
import { scanFolder } from './library/scan.ts'
import { search } from './query/search.ts'
import { cachedTexts } from './query/text-cache.ts'
import { openRerankers } from './rerank/registry.ts'

/**
 * Opens a library: the one place where the stages of `core/` meet. Whatever costs time or memory (models, index, decode
 * processes) is opened when first needed.
 * @throws ResightError as `openCatalogue` does; what is wrong with the model shows at its first use
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const catalogue = openCatalogue(resolve(options.library))
  const device = options.device ?? 'auto'
  const cacheFolder = join(catalogue.folder, 'cache')
  const modelsFolders = modelsFoldersOf(catalogue.folder)
  const model = options.model ?? activeSpace(catalogue)?.model ?? DEFAULT_MODEL

  const pool = lazy(
    async () => openDecodePool(),
    (opened) => opened.close(),
  )
  const encoder = lazy(
    () => openEncoder(model, { device, modelsFolders, cacheFolder }),
    (opened) => opened.dispose(),
  )
  const spaceIndex = lazy(
    async () => {
      const { space } = await encoder.get()
      ensureSpace(catalogue, space)
      return new SpaceIndex(catalogue, space)
    },
    () => undefined,
  )
  const ntotal = (): number => spaceIndex.opened?.opened?.index.ntotal ?? 0
  const rerankers = lazy(
    () => openRerankers({ device, cacheFolder, ntotal }),
    (opened) => opened.dispose(),
  )
  const encodeTexts = cachedTexts(async (texts) => (await encoder.get()).encodeTexts(texts))

  async function indexPhotos(request: AddRequest | null, control?: JobControl): Promise<AddReport> {
    const opened = await encoder.get()
    const encode = (batch: Parameters<typeof encodePhotos>[1]) => encodePhotos(opened, batch)
    const { space, pixels } = opened
    const stages = { catalogue, scan: scanFolder, pool: await pool.get(), encode, space, pixels }
    const report = await indexFolders(request, stages, control)
    // A space that is not whole yet does not take over from one that is.
    if (!report.cancelled) activateSpace(catalogue, space.id)
    await (await spaceIndex.get()).save()
    return report
  }

  const queryPhotos = queryPhotoEncoder(() => pool.get())
  const uploads = openUploads(catalogue.folder, () => pool.get())
  async function useStages<T>(work: (stages: SearchStages) => Promise<T>): Promise<T> {
    return work({
      catalogue,
      encoder: await encoder.get(),
      index: await (await spaceIndex.get()).current(),
      encodeTexts,
      reranker: async (name: 'tokens' | 'superglobal') => (await rerankers.get()).rerankers[name],
      queryPhotos,
      uploads,
    })
  }

  async function answer(query: Query, control?: Pick<JobControl, 'signal'>): Promise<SearchAnswer> {
    return useStages(async (stages) => {
      const found = await search(query, searchPorts(stages, control?.signal))
      const hints = searchHints(query, catalogue, stages.encoder, stages.index.ntotal)
      return { ...found, hints: [...found.hints, ...hints] }
    })
  }

  return {
    ...libraryBrowser(catalogue),
    add: indexPhotos,
    rescan: (control) => indexPhotos(null, control),
    remove: async (folder) => forgetFolder(catalogue, resolve(folder)),
    search: answer,
    ...pictureCalls(catalogue, () => pool.get(), useStages, uploads),
    status: async () =>
      libraryStatus(catalogue, {
        index: spaceIndex.opened?.opened ?? null,
        device: encoder.opened?.device ?? (device === 'auto' ? 'auto: chosen when a model opens' : device),
      }),
    failed: async () => listFailedFiles(catalogue),
    models: async () => listModels(modelsFolders, model),
    photo: async (photoId) => readPhoto(catalogue, photoId),
    photoIds: async (paths) => paths.map((path) => findPhotoByPath(catalogue, path)),
    thumbnail: async (photoId) => {
      const hash = readContentHash(catalogue, photoId)
      return hash === null ? null : readThumbnail(catalogue, hash)
    },
    duplicates: async () => findDuplicates(listFingerprints(catalogue)),
    close: async () => {
      for (const resource of [rerankers, spaceIndex, encoder, pool]) await resource.close()
      closeCatalogue(catalogue)
    },
  }
}
