/** P(positive > negative) + ½ P(equal), by ranks (Mann and Whitney 1947). NaN without either. */
export function areaUnderRoc(positives: readonly number[], negatives: readonly number[]): number {
  const sorted = [
    ...positives.map((value) => ({ value, isPositive: true })),
    ...negatives.map((value) => ({ value, isPositive: false })),
  ]
  sorted.sort((a, b) => a.value - b.value)
  let rankSum = 0
  for (let from = 0; from < sorted.length;) {
    let to = from
    while (to < sorted.length && sorted[to]!.value === sorted[from]!.value) to++
    const rank = (from + 1 + to) / 2
    for (let at = from; at < to; at++) if (sorted[at]!.isPositive) rankSum += rank
    from = to
  }
  const [p, n] = [positives.length, negatives.length]
  return (rankSum - (p * (p + 1)) / 2) / (p * n)
}
