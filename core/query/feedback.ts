/** How far a liked photo pulls and an unliked one pushes, against 1 for the query itself: docs/decisions/feedback.md. */
export const LIKE_WEIGHT = 1
export const UNLIKE_WEIGHT = 0.25

/**
 * Relevance feedback: the query moves towards the photos that a person liked and away from those that they did not.
 *
 * Rocchio's `q' = α·q + β·mean(liked) − γ·mean(unliked)` (J. J. Rocchio, "Relevance feedback in information retrieval",
 * in Salton, ed., The SMART Retrieval System, 1971), in the similarities it leads to, since those are linear in q and a
 * composed query need not be one vector: `s' = z(s) + β·z(s_liked) − γ·z(s_unliked)`, brought back to the mean and
 * deviation of s. It differs in that each list is a z-score over the library: cosines with a photo spread several times as
 * wide as cosines with words, and a WeiCom similarity is no cosine at all. Divided by 1 + β, so that feedback which says
 * the same as the query leaves the scale as it is.
 *
 * @param base [n] similarities after composition
 * @param liked [n] cosines with the mean direction of the liked photos; null: none
 * @param unliked likewise
 * @returns [n] on the scale of `base`
 */
export function applyFeedback(
  base: ArrayLike<number>,
  liked: ArrayLike<number> | null,
  unliked: ArrayLike<number> | null,
): Float64Array {
  const moved = new Float64Array(base.length)
  const { mean, deviation } = spreadOf(base)
  // All alike: the query says nothing, and has no scale to return to.
  const scale = deviation > 0 ? deviation : 1
  const total = 1 + (liked === null ? 0 : LIKE_WEIGHT)
  add(moved, base, 1)
  if (liked !== null) add(moved, liked, LIKE_WEIGHT)
  if (unliked !== null) add(moved, unliked, -UNLIKE_WEIGHT)
  for (let row = 0; row < moved.length; row++) moved[row] = mean + (scale * moved[row]!) / total
  return moved
}

/** Adds `weight` times the z-scores of a list; one that is all alike adds nothing. */
function add(sum: Float64Array, list: ArrayLike<number>, weight: number): void {
  const { mean, deviation } = spreadOf(list)
  if (deviation === 0) return
  const factor = weight / deviation
  for (let row = 0; row < sum.length; row++) sum[row]! += factor * (list[row]! - mean)
}

function spreadOf(list: ArrayLike<number>): { readonly mean: number; readonly deviation: number } {
  const n = list.length
  let total = 0
  for (let row = 0; row < n; row++) total += list[row]!
  const mean = n === 0 ? 0 : total / n
  let squares = 0
  for (let row = 0; row < n; row++) squares += (list[row]! - mean) ** 2
  const deviation = n > 1 ? Math.sqrt(squares / (n - 1)) : 0
  // Rounding alone spreads equal float32 values by about 1e-8 around their float64 mean.
  return { mean, deviation: deviation > 1e-7 ? deviation : 0 }
}
