import { ResightError, type Matrix, type VectorIndex } from '../types.ts'

/** Similarities of some vectors with the whole library. */
export interface SimilarityLists {
  /** [n], in row order */
  readonly ids: Int32Array
  /** One [n] list a vector; shared with later searches, so never to be written to. */
  readonly lists: readonly Float32Array[]
}

/** How often to start anew when photos are added or removed while the similarities are computed. */
const ATTEMPTS = 5

/** Of the lists remembered for one index, those of one search aside: 20 of 100,000 photos. */
const BYTES_KEPT = 8 << 20

/** What is remembered of an index. A photo's vector in a space never changes, so lists are good while the rows are. */
interface Remembered {
  readonly ids: Int32Array
  /** By the bytes of the vector, least recently used first. */
  readonly lists: Map<string, Float32Array>
}

const remembered = new WeakMap<VectorIndex, Remembered>()

/**
 * Inner products of each vector with every vector of the index. Those of the latest vectors are remembered: moving the
 * balance, or marking one more photo, then multiplies nothing that was multiplied before.
 * @param vectors each [d]
 * @throws ResightError `busy` when rows keep moving meanwhile
 */
export async function similarityLists(index: VectorIndex, vectors: readonly Float32Array[]): Promise<SimilarityLists> {
  const keys = vectors.map(keyOf)
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const known = recall(index)
    const found = new Map(keys.flatMap((key) => (known.lists.has(key) ? [[key, known.lists.get(key)!]] : [])))
    const missing = keys.flatMap((key, i) => (found.has(key) || keys.indexOf(key) < i ? [] : [i]))
    if (missing.length > 0) {
      const { ids } = known
      const products = await index.similarities(stack(missing.map((i) => vectors[i]!)))
      // Rows may have moved meanwhile; then the similarities can't be told whose they are.
      if (!sameIds(ids, index.ids)) continue
      missing.forEach((i, n) => found.set(keys[i]!, products.slice(n * ids.length, (n + 1) * ids.length)))
    }
    for (const key of keys) {
      known.lists.delete(key)
      known.lists.set(key, found.get(key)!)
    }
    const limit = Math.max(keys.length, Math.floor(BYTES_KEPT / (4 * Math.max(1, known.ids.length))))
    for (const key of known.lists.keys()) {
      if (known.lists.size <= limit) break
      known.lists.delete(key)
    }
    return { ids: known.ids, lists: keys.map((key) => found.get(key)!) }
  }
  throw new ResightError('busy', 'The index changed all through the search', { remedy: 'Search again in a moment.' })
}

function recall(index: VectorIndex): Remembered {
  const known = remembered.get(index)
  if (known !== undefined && sameIds(known.ids, index.ids)) return known
  const fresh = { ids: index.ids.slice(), lists: new Map<string, Float32Array>() }
  remembered.set(index, fresh)
  return fresh
}

function keyOf(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('latin1')
}

/** A plain loop: `every` with a function takes several times as long, and this runs over the library. */
function sameIds(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false
  for (let row = 0; row < a.length; row++) if (a[row] !== b[row]) return false
  return true
}

function stack(vectors: readonly Float32Array[]): Matrix {
  const d = vectors[0]!.length
  const data = new Float32Array(vectors.length * d)
  vectors.forEach((vector, n) => data.set(vector, n * d))
  return { n: vectors.length, d, data }
}
