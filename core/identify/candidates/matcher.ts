import type { AnnotationRegion, Viewpoint } from '../../api/identify.ts'

/** An annotation as a matcher needs it. */
export interface MatchableAnnotation {
  readonly annotationId: string
  readonly contentHash: string
  /** A file that shows the photo at present; null: none can be reached. */
  readonly path: string | null
  readonly region: AnnotationRegion
  readonly viewpoint: Viewpoint
}

/** Points of two photos that show the same spot, in fractions of the upright photos. */
export interface PointMatches {
  readonly extractor: string
  /** [n] each `[x, y]`; 0 = query, 1 = candidate. */
  readonly points0: readonly (readonly [number, number])[]
  readonly points1: readonly (readonly [number, number])[]
  readonly isInlier: readonly boolean[]
  /** [9] row-major, maps the query photo's fractions to the candidate's; null: no geometry was found. */
  readonly homography: readonly number[] | null
}

/** What comparing the query with one candidate gave. */
export interface Comparison {
  readonly annotationId: string
  /** Raw similarity by `extractor@version`, larger is better, any scale. */
  readonly similarities: Readonly<Record<string, number>>
}

/** What was begun is given up with a ResightError `cancelled`. */
export interface MatchControl {
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/** How annotations are compared: injected, so that photo-ID does not know how pictures are matched. */
export interface Matcher {
  /** Its extractors, `id@version`. */
  readonly extractors: readonly string[]
  /**
   * @param extractors which to use, a subset of its own; empty: all
   * @returns one comparison a candidate that could be compared, in any order; a candidate whose photo is out of reach is
   *   left out
   * @throws ResightError `unreadable` or `offline` where the query's own photo cannot be read
   */
  compare(
    query: MatchableAnnotation,
    candidates: readonly MatchableAnnotation[],
    extractors: readonly string[],
    control?: MatchControl,
  ): Promise<readonly Comparison[]>
  /**
   * Finds what comparing these needs and keeps it, so that it can be told apart from comparing; absent: there is nothing such.
   * What can't be read is passed over.
   * @param extractors as for `compare`
   */
  prepare?(
    annotations: readonly MatchableAnnotation[],
    extractors: readonly string[],
    control?: Pick<MatchControl, 'signal'>,
  ): Promise<void>
  /** The points behind a comparison, to be drawn. */
  explain(
    query: MatchableAnnotation,
    candidate: MatchableAnnotation,
    control?: Pick<MatchControl, 'signal'>,
  ): Promise<readonly PointMatches[]>
  /** What its shortlist orders by, `encoder@version`: figures of one order say nothing of another. */
  readonly shortlistBy?: string
  /**
   * Orders candidates by something far cheaper than comparing them, likeliest first; absent: it has nothing such, and
   * everything is compared.
   */
  shortlist?(
    query: MatchableAnnotation,
    candidates: readonly MatchableAnnotation[],
    length: number,
    control?: Pick<MatchControl, 'signal'>,
  ): Promise<readonly string[]>
}
