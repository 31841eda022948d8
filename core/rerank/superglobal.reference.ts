import type { SuperGlobalInput } from './superglobal.ts'

/** SuperGlobal reranking in float64, step by step as the paper's code does it. @returns [m] similarities, in input order */
export function superGlobalReference({ query, vectors, neighbours, beta }: SuperGlobalInput): Float64Array {
  const { n: m, d } = vectors
  const count = Math.min(neighbours + 1, m)
  const refined: Float64Array[] = []
  for (let i = 0; i < m; i++) {
    const similarities = Array.from({ length: m }, (_, j) => product(row(i), row(j)))
    const nearest = largest(similarities, count)
    const sum = new Float64Array(d)
    let total = 0
    nearest.forEach((j, position) => {
      const weight = position === 0 ? 1 : beta * similarities[j]!
      total += weight
      for (let x = 0; x < d; x++) sum[x]! += weight * vectors.data[j * d + x]!
    })
    refined.push(sum.map((value) => value / total))
  }
  const s1 = refined.map((vector) => product(query, vector))
  const refinedQuery = new Float64Array(d).fill(-Infinity)
  for (const i of largest(s1, count)) {
    for (let x = 0; x < d; x++) refinedQuery[x] = Math.max(refinedQuery[x]!, refined[i]![x]!)
  }
  const s2 = refined.map((vector) => product(refinedQuery, vector))
  return Float64Array.from(s1, (value, i) => (value + s2[i]!) / 2)

  function row(i: number): Float32Array {
    return vectors.data.subarray(i * d, (i + 1) * d)
  }
}

/** Positions of the `count` largest, largest first, ties by position. */
function largest(values: readonly number[], count: number): readonly number[] {
  return values
    .map((value, position) => ({ value, position }))
    .sort((a, b) => b.value - a.value || a.position - b.position)
    .slice(0, count)
    .map(({ position }) => position)
}

function product(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let x = 0; x < a.length; x++) sum += a[x]! * b[x]!
  return sum
}
