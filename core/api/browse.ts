import type { Filter, PhotoId, Query } from '../api.ts'

/** Every photo that a filter lets through, newest first, in columns: 100,000 of them stay near one megabyte. */
export interface Timeline {
  readonly photoIds: readonly PhotoId[]
  /** Width over height of the upright photo, to two decimals, in (0, 100]. */
  readonly aspectRatios: readonly number[]
  /** Runs of one capture day, `YYYY-MM-DD`, covering `photoIds` in order; the photos without a date come last, as null. */
  readonly days: readonly { readonly date: string | null; readonly start: number; readonly count: number }[]
}

export interface Bounds {
  readonly south: number
  /** Greater than `east` where the box crosses the 180th meridian. */
  readonly west: number
  readonly north: number
  readonly east: number
}

export interface Place {
  /** Nearest town of the built-in gazetteer and its country; the coordinates where none is near. */
  readonly name: string
  readonly latitude: number
  readonly longitude: number
  readonly bounds: Bounds
  readonly photos: number
}

export interface Album {
  readonly albumId: number
  readonly name: string
  readonly photos: number
  readonly cover: PhotoId | null
}

/** What the side bar offers to filter by, each with how many photos it holds. */
export interface Facets {
  readonly photos: number
  readonly undated: number
  /** Every folder with photos in it or below it, sorted by path; `photos` counts those below too. */
  readonly folders: readonly { readonly path: string; readonly photos: number }[]
  readonly cameras: readonly { readonly camera: string; readonly photos: number }[]
  /** `month` is `YYYY-MM`, newest first. */
  readonly months: readonly { readonly month: string; readonly photos: number }[]
  readonly places: readonly Place[]
  readonly albums: readonly Album[]
}

export interface Geotagged {
  readonly photoIds: readonly PhotoId[]
  /** WGS 84 degrees. */
  readonly latitudes: readonly number[]
  readonly longitudes: readonly number[]
}

/** Photos shown as one: files of the same picture, edits of it, or shots in quick succession that look alike. */
export interface Stack {
  readonly kind: 'exact' | 'near' | 'burst'
  /** The cover (largest, then earliest) first; two or more. */
  readonly photoIds: readonly PhotoId[]
}

export interface RememberedSearch {
  readonly searchId: number
  /** null: history only */
  readonly name: string | null
  readonly query: Query
  readonly at: string
}

/** Browsing a library: what a person sees before they have asked anything. */
export interface LibraryBrowser {
  timeline(filter?: Filter): Promise<Timeline>
  facets(): Promise<Facets>
  geotagged(filter?: Filter): Promise<Geotagged>
  stacks(): Promise<readonly Stack[]>
  /** Up to `count` photos taken just before and just after, each nearest first. */
  neighbours(
    photoId: PhotoId,
    count: number,
  ): Promise<{ readonly before: readonly PhotoId[]; readonly after: readonly PhotoId[] }>

  createAlbum(name: string): Promise<Album>
  renameAlbum(albumId: number, name: string): Promise<Album>
  /** The photos stay. */
  deleteAlbum(albumId: number): Promise<void>
  addToAlbum(albumId: number, photoIds: readonly PhotoId[]): Promise<Album>
  removeFromAlbum(albumId: number, photoIds: readonly PhotoId[]): Promise<Album>

  /** Newest first: the last 200 of the history, and every one that has a name. */
  searches(): Promise<readonly RememberedSearch[]>
  /** Records a search in the history (`name` null; a repeat moves to the front) or saves it under a name. */
  rememberSearch(query: Query, name: string | null): Promise<RememberedSearch>
  forgetSearch(searchId: number): Promise<void>
  clearHistory(): Promise<void>
}
