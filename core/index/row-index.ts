import { ResightError, invalidArgument } from '../types.ts'
import type { Matrix, SearchLabels, VectorIndex } from '../types.ts'
import { innerProduct } from './inner-product.ts'
import { validateVectors } from './rows.ts'
import type { Rows } from './rows.ts'
import { topRows } from './top-rows.ts'

/** Asked for beyond k, so that near ties at the cut rarely need a second pass. */
const MARGIN = 16
/** Among so small a part of the rows, scoring each allowed one by itself beats a pass over all. */
const SMALL_SHARE = 1 / 8
const MAX_RESULTS = 2 ** 26
const FLOAT32_ROUNDING = 2 ** -24

/** Rows and their inner products with one query, best first. */
export interface NearestRows {
  readonly rows: Int32Array
  readonly similarities: Float32Array
}

/** How inner products are computed. The rest of an index is the same for all. */
export interface SearchKernel {
  readonly kind: 'faiss' | 'flat'
  /** All inner products of one query, in row order; null: this kernel has no fast way to them. */
  products?(rows: Rows, query: Float32Array): Float32Array
  /** The `count` ≤ n best rows, in float32 of any summation order. Absent: `products` is exact, and enough. */
  nearest?(rows: Rows, query: Float32Array, count: number): NearestRows
  /** @param queries [nq × d] @returns [nq × n] */
  similarities(rows: Rows, queries: Matrix): Promise<Float32Array>
}

/**
 * A vector index over `Rows`, for any kernel. A kernel's float32 sums depend on the machine; so it only proposes rows,
 * enough of them that the true best are among them (by the bound on its rounding), and the proposed are scored by
 * `innerProduct`. Every kernel thus gives the same results, to the bit, ties included.
 */
export class RowIndex implements VectorIndex {
  readonly kind: 'faiss' | 'flat'
  readonly d: number
  readonly #rows: Rows
  readonly #kernel: SearchKernel

  constructor(rows: Rows, kernel: SearchKernel) {
    this.kind = kernel.kind
    this.d = rows.d
    this.#rows = rows
    this.#kernel = kernel
  }

  get ntotal(): number {
    return this.#rows.n
  }

  get ids(): Int32Array {
    return this.#rows.ids
  }

  add(ids: readonly number[], vectors: Matrix): void {
    this.#rows.put(ids, vectors)
  }

  remove(ids: readonly number[]): number {
    return this.#rows.delete(ids)
  }

  search(queries: Matrix, k: number, allow?: ReadonlySet<number>): SearchLabels {
    validateVectors('queries', queries, this.d, queries.n)
    if (!Number.isInteger(k) || k < 1 || k * queries.n > MAX_RESULTS)
      throw invalidArgument('k', `positive integer, at most ${MAX_RESULTS} results for all queries`, k)
    const labels = new Int32Array(queries.n * k).fill(-1)
    const similarities = new Float32Array(queries.n * k).fill(-Infinity)
    const allowed = allow === undefined ? null : this.#rowsOf(allow)
    for (let i = 0; i < queries.n; i++) {
      const query = queries.data.subarray(i * this.d, (i + 1) * this.d)
      const best = allowed === null ? this.#searchAll(query, k) : this.#searchAllowed(query, k, allowed)
      best.rows.forEach((row, rank) => (labels[i * k + rank] = this.#rows.ids[row] ?? -1))
      similarities.set(best.similarities, i * k)
    }
    return { labels, similarities }
  }

  async similarities(queries: Matrix): Promise<Float32Array> {
    validateVectors('queries', queries, this.d, queries.n)
    return this.#kernel.similarities(this.#rows, queries)
  }

  reconstruct(ids: readonly number[]): Matrix {
    const data = new Float32Array(ids.length * this.d)
    ids.forEach((id, i) => {
      const row = this.#rows.rowOf(id)
      if (row === undefined)
        throw new ResightError('not-found', `Photo ${id} has no vector in this index`, {
          remedy: 'Rescan the library, so that the photo is encoded.',
        })
      data.set(this.#rows.vector(row), i * this.d)
    })
    return { n: ids.length, d: this.d, data }
  }

  #searchAll(query: Float32Array, k: number): NearestRows {
    const { n, ids } = this.#rows
    if (this.#kernel.nearest === undefined) return this.#bestOf(this.#products(query), ids, k)
    if (n === 0) return this.#exactBest(query, k, new Int32Array(0))
    const error = this.#roundingError(query)
    for (let count = Math.min(n, k + MARGIN); ; count = Math.min(n, 4 * count)) {
      const proposed = this.#kernel.nearest(this.#rows, query, count)
      const floor = (proposed.similarities[Math.min(k, n) - 1] ?? 0) - 2 * error
      const last = proposed.similarities[count - 1] ?? 0
      // Rows left out are no better than the last proposed; below the floor none of them can be among the best k.
      if (count < n && last >= floor) continue
      return this.#exactBest(
        query,
        k,
        proposed.rows.filter((_, rank) => proposed.similarities[rank]! >= floor),
      )
    }
  }

  #searchAllowed(query: Float32Array, k: number, allowed: Int32Array): NearestRows {
    const proposes = this.#kernel.nearest !== undefined && this.#kernel.products !== undefined
    if (!proposes || allowed.length <= this.#rows.n * SMALL_SHARE) return this.#exactBest(query, k, allowed)
    const products = this.#products(query)
    const best = topRows(products, this.#rows.ids, k, allowed)
    const floor = products[best.at(-1) ?? 0]! - 2 * this.#roundingError(query)
    return this.#exactBest(
      query,
      k,
      allowed.filter((row) => products[row]! >= floor),
    )
  }

  #products(query: Float32Array): Float32Array {
    if (this.#kernel.products === undefined) throw new ResightError('internal', 'This kernel only proposes rows')
    return this.#kernel.products(this.#rows, query)
  }

  /** The best k of some rows by `innerProduct`. */
  #exactBest(query: Float32Array, k: number, candidates: Int32Array): NearestRows {
    const similarities = new Float32Array(candidates.length)
    const ids = new Int32Array(candidates.length)
    candidates.forEach((row, i) => {
      similarities[i] = innerProduct(this.#rows.data, row, query)
      ids[i] = this.#rows.ids[row] ?? 0
    })
    const best = this.#bestOf(similarities, ids, k)
    return { rows: best.rows.map((i) => candidates[i] ?? 0), similarities: best.similarities }
  }

  #bestOf(similarities: Float32Array, ids: Int32Array, k: number): NearestRows {
    const rows = topRows(similarities, ids, k)
    return { rows, similarities: Float32Array.from(rows, (row) => similarities[row]!) }
  }

  /**
   * How far a float32 inner product, summed in whatever order, can be from the exact one: γ_d · ‖x‖ · ‖y‖ (Higham,
   * Accuracy and Stability of Numerical Algorithms, 2nd ed., eq. 3.5), with room for the final rounding and underflow.
   */
  #roundingError(query: Float32Array): number {
    const norm = Math.sqrt(innerProduct(query, 0, query))
    return 1.01 * (this.d + 8) * FLOAT32_ROUNDING * this.#rows.maxNorm * norm + 1e-33
  }

  #rowsOf(allow: ReadonlySet<number>): Int32Array {
    const rows: number[] = []
    if (allow.size < this.#rows.n) {
      for (const id of allow) {
        const row = this.#rows.rowOf(id)
        if (row !== undefined) rows.push(row)
      }
    } else this.#rows.ids.forEach((id, row) => void (allow.has(id) && rows.push(row)))
    return Int32Array.from(rows)
  }
}
