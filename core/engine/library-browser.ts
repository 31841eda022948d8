import type { Filter } from '../api.ts'
import type { Facets, LibraryBrowser, Stack } from '../api/browse.ts'
import {
  addToAlbum,
  createAlbum,
  deleteAlbum,
  listAlbums,
  removeFromAlbum,
  renameAlbum,
} from '../library/catalogue/albums.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { readFacets } from '../library/catalogue/facets.ts'
import { readGeneration } from '../library/catalogue/generation.ts'
import { clearHistory, forgetSearch, listSearches, rememberSearch } from '../library/catalogue/searches.ts'
import { listStackPhotos } from '../library/catalogue/stack-photos.ts'
import { readGeotagged, readNeighbours, readPositions, readTimeline } from '../library/catalogue/timeline.ts'
import { builtInGazetteer } from '../library/gazetteer/built-in.ts'
import { findPlaces } from '../library/gazetteer/places.ts'
import { findStacks } from '../library/stacks.ts'
import { parseFilter } from '../query/filter.ts'
import { checkQuery } from '../query/validate.ts'
import { invalidArgument } from '../types.ts'

const MAX_NEIGHBOURS = 1000

/** What an open library offers to browse. What takes long to work out is kept until photos change. */
export function libraryBrowser(catalogue: Catalogue): LibraryBrowser {
  const photosFacets = untilPhotosChange(catalogue, (): Omit<Facets, 'albums'> => {
    const located = readPositions(catalogue)
    // Without a position anywhere, the gazetteer is not even read.
    const places = located.photoIds.length === 0 ? [] : findPlaces(located, builtInGazetteer())
    return { ...readFacets(catalogue), places }
  })
  const stacks = untilPhotosChange(catalogue, (): Promise<readonly Stack[]> => findStacks(listStackPhotos(catalogue)))
  return {
    timeline: async (filter) => readTimeline(catalogue, parseFilter(filter)),
    facets: async () => ({ ...photosFacets(), albums: listAlbums(catalogue) }),
    geotagged: async (filter?: Filter) => readGeotagged(catalogue, parseFilter(filter)),
    stacks: () => stacks(),
    neighbours: async (photoId, count) => {
      if (!Number.isInteger(count) || count < 1 || count > MAX_NEIGHBOURS) {
        throw invalidArgument('count', `an integer from 1 to ${MAX_NEIGHBOURS}`, count)
      }
      return readNeighbours(catalogue, photoId, count)
    },

    createAlbum: async (name) => createAlbum(catalogue, name),
    renameAlbum: async (albumId, name) => renameAlbum(catalogue, albumId, name),
    deleteAlbum: async (albumId) => deleteAlbum(catalogue, albumId),
    addToAlbum: async (albumId, photoIds) => addToAlbum(catalogue, albumId, photoIds),
    removeFromAlbum: async (albumId, photoIds) => removeFromAlbum(catalogue, albumId, photoIds),

    searches: async () => listSearches(catalogue),
    rememberSearch: async (query, name) => {
      checkQuery(query)
      return rememberSearch(catalogue, query, name, new Date().toISOString())
    },
    forgetSearch: async (searchId) => forgetSearch(catalogue, searchId),
    clearHistory: async () => clearHistory(catalogue),
  }
}

/** Keeps what `work` gave, or what it is still working on, for as long as photos and files stay as they are. */
function untilPhotosChange<T>(catalogue: Catalogue, work: () => T): () => T {
  let kept: { readonly generation: number; readonly value: T } | null = null
  return () => {
    const generation = readGeneration(catalogue, 'photos')
    if (kept?.generation !== generation) {
      kept = { generation, value: work() }
    }
    return kept.value
  }
}
