import { z } from 'zod'
import { filter, query } from './query.ts'
import { id, name, optional, path, photoId, photoIds } from './values.ts'

/** Arguments of the calls of an open library: looking, searching, albums, history. */
export const libraryArguments = {
  search: z.tuple([query]),
  evidence: z.tuple([query, photoId]),
  status: z.tuple([]),
  failed: z.tuple([]),
  photo: z.tuple([photoId]),
  photoIds: z.tuple([z.array(path).max(1000)]),
  duplicates: z.tuple([]),
  remove: z.tuple([path]),

  timeline: z.tuple([optional(filter)]),
  facets: z.tuple([]),
  geotagged: z.tuple([optional(filter)]),
  stacks: z.tuple([]),
  neighbours: z.tuple([photoId, z.int().min(0).max(1000)]),

  createAlbum: z.tuple([name]),
  renameAlbum: z.tuple([id, name]),
  deleteAlbum: z.tuple([id]),
  addToAlbum: z.tuple([id, photoIds]),
  removeFromAlbum: z.tuple([id, photoIds]),

  searches: z.tuple([]),
  rememberSearch: z.tuple([query, name.nullable()]),
  forgetSearch: z.tuple([id]),
  clearHistory: z.tuple([]),
}
