import { resolve } from 'node:path'
import type { AddReport, AddRequest, Engine, EngineOptions, JobControl, Query, SearchAnswer } from './api.ts'
import { queryPhotoEncoder } from './engine/encode-query-photo.ts'
import { searchHints } from './engine/hints.ts'
import { photoIdentifier } from './engine/identify/photo-identifier.ts'
import { ProjectShelf } from './engine/identify/project-shelf.ts'
import { localMatcher } from './engine/identify-matcher.ts'
import { indexPhotos } from './engine/index-photos.ts'
import { lazy } from './engine/lazy.ts'
import { libraryBrowser } from './engine/library-browser.ts'
import { ModelInUse } from './engine/model-in-use.ts'
import { openModelStore } from './engine/model-store.ts'
import { openPhotoStages } from './engine/photo-stages.ts'
import { pictureCalls } from './engine/pictures.ts'
import { searchPorts, type SearchStages } from './engine/search-ports.ts'
import { SettingsFile } from './engine/settings-file.ts'
import { libraryStatus } from './engine/status.ts'
import { listFailedFiles } from './library/catalogue/files.ts'
import { forgetFolder } from './library/catalogue/folders.ts'
import { findPhotoByPath, listFingerprints, readContentHash, readPhoto } from './library/catalogue/photos.ts'
import { readThumbnail } from './library/catalogue/thumbnails.ts'
import { findDuplicates } from './library/duplicates.ts'
import { search } from './query/search.ts'

/**
 * Opens a library: the one place where the stages of `core/` meet. Whatever costs time or memory (models, index, decode
 * processes) is opened when first needed.
 * @throws ResightError as `openCatalogue` does; what is wrong with the model shows at its first use
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const photos = openPhotoStages(options.library, () => inUse.current.device)
  const { catalogue, modelsFolders, openPool, uploads, local } = photos
  const settings = new SettingsFile(catalogue.folder)
  const surroundings = { catalogue, modelsFolders }
  const inUse = new ModelInUse(options.model ?? null, options.device ?? settings.read().device, surroundings)
  const models = openModelStore({ ...surroundings, inUse, settings, openPool })
  function index(request: AddRequest | null, retryFailed: boolean, control?: JobControl): Promise<AddReport> {
    const parts = { catalogue, inUse, rates: models.rates, openPool, retryFailed }
    return models.afterTakeover(() => indexPhotos(request, parts, control))
  }

  const queryPhotos = queryPhotoEncoder(openPool)
  const shelf = new ProjectShelf(catalogue.folder)
  const matcher = lazy(
    () => localMatcher(catalogue, local),
    () => undefined,
  )
  const photoId = photoIdentifier({
    catalogue,
    shelf,
    matcher: () => matcher.get(),
    regions: photos.regions,
    index: (request, control) => index(request, false, control),
  })
  async function useStages<T>(work: (stages: SearchStages) => Promise<T>): Promise<T> {
    return inUse.use(async (model) =>
      work({
        catalogue,
        encoder: await model.encoder.get(),
        index: await (await model.index.get()).current(),
        encodeTexts: model.encodeTexts,
        reranker: async (name) =>
          name === 'local' ? (await local.open()).reranker : (await model.rerankers.get()).rerankers[name],
        queryPhotos,
        uploads,
        local,
      }),
    )
  }

  async function answer(query: Query, control?: Pick<JobControl, 'signal'>): Promise<SearchAnswer> {
    return useStages(async (stages) => {
      const found = await search(query, searchPorts(stages, control?.signal))
      const hints = searchHints(query, catalogue, stages.encoder, stages.index.ntotal)
      return { ...found, hints: [...found.hints, ...hints] }
    })
  }

  return {
    ...models.calls,
    ...libraryBrowser(catalogue),
    ...photoId,
    add: (request, control) => index(request, false, control),
    rescan: (control) => index(null, false, control),
    retryFailed: (control) => index(null, true, control),
    remove: async (folder) => forgetFolder(catalogue, resolve(folder)),
    search: answer,
    ...pictureCalls(catalogue, openPool, useStages, uploads),
    status: async () => {
      const { index, encoder, device } = inUse.current
      return libraryStatus(catalogue, {
        index: index.opened?.opened ?? null,
        device: encoder.opened?.device ?? (device === 'auto' ? 'auto: chosen when a model opens' : device),
      })
    },
    failed: async () => listFailedFiles(catalogue),
    photo: async (photoId) => readPhoto(catalogue, photoId),
    photoIds: async (paths) => paths.map((path) => findPhotoByPath(catalogue, path)),
    thumbnail: async (photoId) => {
      const hash = readContentHash(catalogue, photoId)
      return hash === null ? null : readThumbnail(catalogue, hash)
    },
    duplicates: async () => findDuplicates(listFingerprints(catalogue)),
    close: async () => {
      await models.close()
      shelf.close()
      await inUse.close()
      await photos.close()
    },
  }
}
