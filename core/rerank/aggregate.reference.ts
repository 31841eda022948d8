import type { Matrix } from '../types.ts'

/** `aggregateTokens` in float64, step by step as CraterBench-R describes it. @returns rows in order of choice */
export function aggregateReference(tokens: Matrix, global: Float32Array, k: number): number[][] {
  const rows = Array.from({ length: tokens.n }, (_, i) => [...tokens.data.subarray(i * tokens.d, (i + 1) * tokens.d)])
  const seeds = [argBest(rows.map((row) => cosine(row, [...global])))]
  while (seeds.length < Math.min(k, rows.length)) {
    const closest = rows.map((row, i) =>
      seeds.includes(i) ? Infinity : Math.max(...seeds.map((seed) => cosine(row, rows[seed]!))),
    )
    seeds.push(argBest(closest.map((similarity) => -similarity)))
  }
  const clusters: number[][][] = seeds.map(() => [])
  rows.forEach((row, i) => {
    if (!seeds.includes(i)) clusters[argBest(seeds.map((seed) => cosine(row, rows[seed]!)))]!.push(row)
  })
  return seeds.map((seed, s) => {
    const cluster = clusters[s]!
    const sum = rows[seed]!.map(
      (value, c) => value + cluster.reduce((total, row) => total + row[c]!, 0) / Math.max(cluster.length, 1e-6),
    )
    const length = Math.hypot(...sum)
    return sum.map((value) => value / length)
  })
}

/** Of the rows' own values: both are of length 1. */
function cosine(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, c) => sum + value * b[c]!, 0)
}

/** Position of the largest, ties to the smaller. */
function argBest(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value > values[best]! ? i : best), 0)
}
