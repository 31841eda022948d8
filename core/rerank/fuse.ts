/**
 * Late interaction and the first stage, together: both are brought to mean 0 and standard deviation 1 over the
 * photos at hand, mixed, and brought back to the scale of the first stage, so that the result reads like the
 * similarities around it. Not of a paper; why it is there is measured in `docs/decisions/rerank-fusion.md`.
 * @param first [n] first-stage similarities of any scale (cosines, products, WeiCom's)
 * @param late [n] late-interaction similarities of the same photos
 * @param firstShare 0: late interaction alone, as in the paper, on its own scale … 1: the first stage alone
 * @returns [n]
 */
export function fuseSimilarities(
  first: readonly number[],
  late: readonly number[],
  firstShare: number,
): readonly number[] {
  if (firstShare === 0) return late
  const ofFirst = spreadOf(first)
  const ofLate = spreadOf(late)
  return first.map((similarity, i) => {
    const deviation = (late[i]! - ofLate.mean) / (ofLate.standardDeviation || 1)
    const moved = ofFirst.mean + ofFirst.standardDeviation * deviation
    // All alike in the first stage: it says nothing, and has no scale to return to.
    return ofFirst.standardDeviation > 0 ? firstShare * similarity + (1 - firstShare) * moved : similarity + deviation
  })
}

function spreadOf(values: readonly number[]): { readonly mean: number; readonly standardDeviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { mean, standardDeviation: Math.sqrt(variance) }
}
