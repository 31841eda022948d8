import type { SearchAnswer } from '../api.ts'
import type { Matrix, VectorIndex } from '../types.ts'
import type { SearchPorts } from './ports.ts'
import { dot } from './vectors.ts'

/** What the tests of this folder search in: obvious loops over a small matrix. */

/** L2-normalises each row. */
export function unitRows(rows: readonly (readonly number[])[]): Matrix {
  const d = rows[0]?.length ?? 0
  const data = Float32Array.from(
    rows.flatMap((row) => {
      const norm = Math.hypot(...row)
      return row.map((value) => value / norm)
    }),
  )
  return { n: rows.length, d, data }
}

export function rowOf(matrix: Matrix, row: number): Float32Array {
  return matrix.data.slice(row * matrix.d, (row + 1) * matrix.d)
}

export interface CountingIndex extends VectorIndex {
  readonly calls: { search: number; similarities: number; reconstruct: number }
}

/** @param ids one a row of `vectors` */
export function plainIndex(ids: readonly number[], vectors: Matrix): CountingIndex {
  const calls = { search: 0, similarities: 0, reconstruct: 0 }
  const refuse = (): never => {
    throw new Error('not needed in these tests')
  }
  return {
    kind: 'flat',
    d: vectors.d,
    ntotal: ids.length,
    ids: Int32Array.from(ids),
    calls,
    add: refuse,
    remove: refuse,
    search(queries, k, allow) {
      calls.search++
      const ranked = ids
        .map((id, row) => ({ id, similarity: dot(rowOf(queries, 0), rowOf(vectors, row)) }))
        .filter(({ id }) => allow === undefined || allow.has(id))
        .sort((a, b) => b.similarity - a.similarity || a.id - b.id)
      const labels = new Int32Array(k).fill(-1)
      const similarities = new Float32Array(k).fill(-Infinity)
      ranked.slice(0, k).forEach(({ id, similarity }, i) => {
        labels[i] = id
        similarities[i] = similarity
      })
      return { labels, similarities }
    },
    similarities(queries) {
      calls.similarities++
      const out = new Float32Array(queries.n * ids.length)
      for (let q = 0; q < queries.n; q++) {
        ids.forEach((_, row) => (out[q * ids.length + row] = dot(rowOf(queries, q), rowOf(vectors, row))))
      }
      return Promise.resolve(out)
    },
    reconstruct(wanted) {
      calls.reconstruct++
      const rows = wanted.map((id) => rowOf(vectors, ids.indexOf(id)))
      return { n: wanted.length, d: vectors.d, data: Float32Array.from(rows.flatMap((row) => [...row])) }
    },
  }
}

/** Words are looked up in `texts`, files in `files`; photo ids in the index. */
export function plainPorts(
  index: CountingIndex,
  texts: Readonly<Record<string, Float32Array>> = {},
  files: Readonly<Record<string, Float32Array>> = {},
  overrides: Partial<SearchPorts> = {},
): SearchPorts {
  const unavailable = {
    id: 'none of these',
    shortlistLength: () => 0,
    rerank: () => Promise.reject(new Error('no reranker in this test')),
  }
  return {
    space: 'test-space',
    index,
    encodeTexts: (words) => {
      const rows = words.map((text) => texts[text]!)
      return Promise.resolve({ n: rows.length, d: index.d, data: Float32Array.from(rows.flatMap((row) => [...row])) })
    },
    encodeFile: (path) => Promise.resolve({ global: files[path]!, tokens: null }),
    uploadedPhoto: (uploadId) => Promise.resolve({ global: files[uploadId]!, tokens: null }),
    storedPhoto: (photoId) => Promise.resolve({ global: index.reconstruct([photoId]).data, tokens: null }),
    photosMatching: () => new Set(),
    paths: (ids) => ids.map((id) => `/photos/${id}.jpg`),
    reranker: async () => unavailable,
    rerankSource: { vectors: (ids) => index.reconstruct(ids), tokens: (ids) => ids.map(() => null) },
    ...overrides,
  }
}

// Photos 10, 20, … 50. First axis: dog, second: sketch, third: grass.
export const VECTORS = unitRows([
  [1, 0, 0.1],
  [0.9, 0.8, 0],
  [0.1, 1, 0],
  [1, 0.05, 1],
  [0, 0.1, 1],
])
export const IDS = [10, 20, 30, 40, 50]
export const TEXTS = {
  dog: Float32Array.of(1, 0, 0),
  'a sketch': Float32Array.of(0, 1, 0),
  grass: Float32Array.of(0, 0, 1),
}
export const FILES = { '/query.jpg': Float32Array.of(1, 0, 0) }

export function library(): CountingIndex {
  return plainIndex(IDS, VECTORS)
}

export function found(answer: SearchAnswer): readonly number[] {
  return answer.results.map((result) => result.photoId)
}
