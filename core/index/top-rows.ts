/**
 * The k best rows, best first; of equal similarities the smaller id comes first.
 * A binary heap of the k best so far with the worst of them on top, so that most rows cost one comparison.
 * @param similarities by row @param ids by row @param candidates the rows to choose from; null: all
 */
export function topRows(
  similarities: Float32Array,
  ids: Int32Array,
  k: number,
  candidates: Int32Array | null = null,
): Int32Array {
  const n = candidates === null ? ids.length : candidates.length
  const size = Math.min(k, n)
  const heap = new Int32Array(size)
  if (size === 0) return heap

  const worse = (row: number, other: number): boolean =>
    similarities[row]! < similarities[other]! ||
    (similarities[row]! === similarities[other]! && ids[row]! > ids[other]!)
  const sink = (row: number, from: number): void => {
    let at = from
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (child + 1 < size && worse(heap[child + 1]!, heap[child]!)) child++
      if (!worse(heap[child]!, row)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = row
  }

  for (let i = 0; i < size; i++) heap[i] = candidates === null ? i : candidates[i]!
  for (let i = (size >> 1) - 1; i >= 0; i--) sink(heap[i]!, i)
  let floor = similarities[heap[0]!]!
  for (let i = size; i < n; i++) {
    const row = candidates === null ? i : candidates[i]!
    if (similarities[row]! < floor || worse(row, heap[0]!)) continue
    sink(row, 0)
    floor = similarities[heap[0]!]!
  }
  return heap.sort((a, b) => similarities[b]! - similarities[a]! || ids[a]! - ids[b]!)
}
