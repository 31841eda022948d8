import type { Candidate } from '../types.ts'

/**
 * The k best rows, best first, ties by smaller id (as `VectorIndex.search` does).
 * @param ids [n] @param similarities [n] @param accepts which ids may be returned; absent: all
 */
export function selectBest(
  ids: Int32Array,
  similarities: Float32Array | Float64Array,
  k: number,
  accepts?: (id: number) => boolean,
): Candidate[] {
  const before = (a: Candidate, b: Candidate): number => b.similarity - a.similarity || a.photoId - b.photoId
  // A buffer of 2k + 64 that is sorted and cut to k when full: few sorts, and most rows fail the first comparison.
  const limit = 2 * k + 64
  let best: Candidate[] = []
  let worst = -Infinity
  for (let row = 0; row < ids.length; row++) {
    const similarity = similarities[row]!
    // Written so that NaN, which no comparison sorts, falls through too.
    if (!(similarity >= worst)) continue
    const photoId = ids[row]!
    if (accepts !== undefined && !accepts(photoId)) continue
    best.push({ photoId, similarity })
    if (best.length < limit) continue
    best = best.sort(before).slice(0, k)
    worst = best[k - 1]!.similarity
  }
  return best.sort(before).slice(0, k)
}
