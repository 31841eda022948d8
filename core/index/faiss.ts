import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Matrix } from '../types.ts'
import { FaissNodeKernel } from './faiss-node.ts'
import type { FaissNode } from './faiss-node.ts'
import { RowIndex } from './row-index.ts'
import type { NearestRows, SearchKernel } from './row-index.ts'
import type { Rows } from './rows.ts'

const require = createRequire(import.meta.url)
const COMPILED = fileURLToPath(new URL('../../build/faiss/', import.meta.url))
const API_VERSION = 1
/** More threads than this wait for memory, not for each other. */
const MAX_THREADS = 8
/** Below a megabyte of vectors a search takes less time than starting a thread. */
const FLOATS_PER_THREAD = 2 ** 18

/** Which of the two ways to FAISS: our binding, compiled on this machine, or the faiss-node package. */
export type FaissWay = 'binding' | 'faiss-node'

export interface FoundFaiss {
  readonly way: FaissWay
  createIndex(rows: Rows): RowIndex
}

export interface MissingFaiss {
  readonly way: null
  /** Why, and what to do, for a person. */
  readonly reason: string
}

/** core/index/faiss.cc. Lengths are checked there too. */
interface Binding {
  readonly apiVersion: number
  search(...args: [...Scan, k: number, labels: Int32Array, similarities: Float32Array]): void
  innerProducts(...args: [...Scan, out: Float32Array]): void
}

type Scan = [vectors: Float32Array, ntotal: number, queries: Float32Array, nq: number, d: number, threads: number]

/**
 * Looks for FAISS where `scripts/build-faiss.mjs` leaves it: our binding first, because it holds no second copy of the
 * vectors and uses all cores (docs/decisions/faiss-binding.md).
 */
export function findFaiss(ways: readonly FaissWay[] = ['binding', 'faiss-node']): FoundFaiss | MissingFaiss {
  const failures: string[] = []
  for (const way of ways) {
    try {
      const kernel = way === 'binding' ? bindingKernel() : faissNodeKernel()
      return { way, createIndex: (rows) => new RowIndex(rows, kernel(rows)) }
    } catch (cause) {
      failures.push(`${way}: ${cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)}`)
    }
  }
  const reason = `FAISS is not available (${failures.join('; ')}). Run npm run setup, which says what it needs.`
  return { way: null, reason: reason.replaceAll(COMPILED, 'build/faiss/') }
}

function bindingKernel(): (rows: Rows) => SearchKernel {
  const binding = require(`${COMPILED}resight-faiss.node`) as Binding
  if (binding.apiVersion !== API_VERSION) throw new Error('compiled for another version of Resight')
  const kernel = new BindingKernel(binding)
  return () => kernel
}

function faissNodeKernel(): (rows: Rows) => SearchKernel {
  const faissNode = loadFaissNode()
  return (rows) => new FaissNodeKernel(faissNode, rows)
}

function loadFaissNode(): FaissNode {
  try {
    return require(`${COMPILED}faiss-node.node`) as FaissNode
  } catch {
    return require('faiss-node') as FaissNode
  }
}

/** FAISS's search straight over the rows. Stateless, so one serves all indexes. */
class BindingKernel implements SearchKernel {
  readonly kind = 'faiss'
  readonly #binding: Binding

  constructor(binding: Binding) {
    this.#binding = binding
  }

  nearest(rows: Rows, query: Float32Array, count: number): NearestRows {
    const labels = new Int32Array(count)
    const similarities = new Float32Array(count)
    this.#binding.search(rows.data, rows.n, query, 1, rows.d, threadsFor(rows), count, labels, similarities)
    return { rows: labels, similarities }
  }

  products(rows: Rows, query: Float32Array): Float32Array {
    const out = new Float32Array(rows.n)
    this.#binding.innerProducts(rows.data, rows.n, query, 1, rows.d, threadsFor(rows), out)
    return out
  }

  async similarities(rows: Rows, queries: Matrix): Promise<Float32Array> {
    const out = new Float32Array(queries.n * rows.n)
    this.#binding.innerProducts(rows.data, rows.n, queries.data, queries.n, rows.d, threadsFor(rows), out)
    return out
  }
}

function threadsFor(rows: Rows): number {
  const useful = Math.ceil((rows.n * rows.d) / FLOATS_PER_THREAD)
  return Math.max(1, Math.min(useful, availableParallelism(), MAX_THREADS))
}
