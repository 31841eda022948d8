import type { PhotoId, RegionValue } from '../api.ts'

/** One part of a query on one photo: where in the photo it is answered. */
export interface HeatMap {
  readonly label: string
  readonly negative: boolean
  /** The part of the upright photo that the map covers: all of it, unless the encoder sees only a crop. */
  readonly region: RegionValue
  readonly columns: number
  readonly rows: number
  /** Row by row, `rows × columns` cosine similarities of the photo's tokens to the part's best token. */
  readonly similarities: readonly number[]
}

/** Points of one picture of the query that match points of the photo. All in px of the upright pictures. */
export interface MatchedPoints {
  readonly label: string
  readonly querySize: { readonly width: number; readonly height: number }
  readonly photoSize: { readonly width: number; readonly height: number }
  /** Most similar first; x and y. `inlier`: the pair agrees with the one geometry that most pairs agree on. */
  readonly matches: readonly {
    readonly query: readonly [number, number]
    readonly photo: readonly [number, number]
    readonly inlier: boolean
  }[]
  readonly inliers: number
  /** Nine numbers, a 3 × 3 homography row by row that maps the query picture to the photo; null: none was found. */
  readonly homography: readonly number[] | null
  /** That both show the same thing, by the shipped calibration. */
  readonly probability: number
}

export interface Evidence {
  readonly photoId: PhotoId
  /** One for each picture of a query that is reranked by `local`; absent for other queries. */
  readonly matches?: readonly MatchedPoints[]
  /** One for each part that can be shown; empty where the photo has no tokens in the active space. */
  readonly heatMaps: readonly HeatMap[]
}
