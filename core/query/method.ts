/**
 * How a photo and words become one query. Both kinds of method get the two L2-normalised directions of a query
 * or their similarities, and `balance`: the share of the words, strictly between 0 and 1 (a query without words
 * or without photos, and a balance of 0 or 1, is plain cosine for every method and never gets here).
 */

/** Gives one query vector, which the index searches. */
export interface VectorMethod {
  readonly kind: 'vector'
  /** @param photo [d], L2-normalised @param words [d], L2-normalised @returns [d], L2-normalised */
  compose(photo: Float32Array, words: Float32Array, balance: number): Float32Array
}

/** Combines two lists of similarities over the whole library. */
export interface ScoreMethod {
  readonly kind: 'score'
  /**
   * @param photo [ntotal] cosines, never changed, before or after @param words likewise
   * @returns [ntotal], larger is better, in [0, 1]
   */
  compose(photo: Float32Array, words: Float32Array, balance: number): Float64Array
}
