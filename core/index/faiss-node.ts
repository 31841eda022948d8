import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ResightError } from '../types.ts'
import type { Matrix } from '../types.ts'
import { innerProduct } from './inner-product.ts'
import type { NearestRows, SearchKernel } from './row-index.ts'
import type { Rows } from './rows.ts'
import { runtimeProducts } from './runtime-products.ts'
import { topRows } from './top-rows.ts'

/** What is used of the faiss-node package. */
export interface FaissNode {
  readonly IndexFlatIP: {
    /** Reads an index file. */
    read(path: string): FaissNodeIndex
  }
}

interface FaissNodeIndex {
  ntotal(): number
  /** Plain arrays only; `k` above `ntotal` throws; best first, padded with label -1. */
  search(query: number[], k: number): { readonly labels: number[]; readonly distances: number[] }
}

/** So many changed rows are scored one by one in a millisecond or two; more are worth building FAISS's index anew. */
const CHANGES_BEFORE_REBUILD = 1024
const WRITE_FLOATS = 2 ** 20

/**
 * Search through faiss-node 0.5.1, for machines where our binding could not be compiled. Read in its source: `add` takes
 * plain arrays (24 s for 100,000 × 512 measured), `removeIds` compares every row with every given one and shifts the rest,
 * an exception thrown inside FAISS ends the process, and each search leaks a copy of its query (4·d bytes). So its
 * index is only ever read whole from a file written here, and never changed: rows changed since are left out of its
 * answers and scored by themselves. Holds a second copy of the vectors, inside FAISS.
 */
export class FaissNodeKernel implements SearchKernel {
  readonly kind = 'faiss'
  readonly #faissNode: FaissNode
  readonly #changesBeforeRebuild: number
  readonly #changed = new Set<number>()
  #built: FaissNodeIndex | null = null

  constructor(faissNode: FaissNode, rows: Rows, changesBeforeRebuild = CHANGES_BEFORE_REBUILD) {
    this.#faissNode = faissNode
    this.#changesBeforeRebuild = changesBeforeRebuild
    rows.onChange = (row) => this.#changed.add(row)
  }

  nearest(rows: Rows, query: Float32Array, count: number): NearestRows {
    const built = this.#upToDate(rows)
    const total = built.ntotal()
    // As many more as could be left out again.
    const found = built.search(Array.from(query), Math.min(total, count + this.#changed.size))
    const known = found.labels.flatMap((row, rank) => (row < 0 || this.#changed.has(row) ? [] : [rank]))
    const changed = [...this.#changed].filter((row) => row < rows.n)
    const candidates = Int32Array.from([...known.map((rank) => found.labels[rank] ?? 0), ...changed])
    const similarities = Float32Array.from([
      ...known.map((rank) => found.distances[rank] ?? 0),
      ...changed.map((row) => innerProduct(rows.data, row, query)),
    ])
    const best = topRows(similarities, candidates, count)
    return { rows: best.map((i) => candidates[i] ?? 0), similarities: Float32Array.from(best, (i) => similarities[i]!) }
  }

  similarities(rows: Rows, queries: Matrix): Promise<Float32Array> {
    return runtimeProducts(rows, queries)
  }

  #upToDate(rows: Rows): FaissNodeIndex {
    if (this.#built === null || this.#changed.size > this.#changesBeforeRebuild) {
      this.#built = null
      this.#built = readThroughFile(this.#faissNode, rows)
      this.#changed.clear()
    }
    return this.#built
  }
}

function readThroughFile(faissNode: FaissNode, rows: Rows): FaissNodeIndex {
  let folder: string | null = null
  try {
    folder = mkdtempSync(join(tmpdir(), 'resight-faiss-'))
    const path = join(folder, 'index')
    writeIndexFile(path, rows)
    return faissNode.IndexFlatIP.read(path)
  } catch (cause) {
    throw new ResightError('internal', `FAISS could not take the vectors through a file in ${tmpdir()}`, {
      cause,
      remedy: `Free ${Math.ceil((rows.n * rows.d * 4) / 1e6)} MB there, or set TMPDIR to a folder with room.`,
    })
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true })
  }
}

/** FAISS's format for a flat inner-product index (`write_index_header` and `IxFI` in faiss/impl/index_write.cpp). */
function writeIndexFile(path: string, rows: Rows): void {
  const header = Buffer.alloc(45)
  header.write('IxFI', 0, 'latin1')
  header.writeInt32LE(rows.d, 4)
  header.writeBigInt64LE(BigInt(rows.n), 8)
  // Two fields that FAISS no longer uses, with the value it writes itself.
  header.writeBigInt64LE(1n << 20n, 16)
  header.writeBigInt64LE(1n << 20n, 24)
  header.writeUInt8(1, 32) // is_trained
  header.writeInt32LE(0, 33) // METRIC_INNER_PRODUCT
  header.writeBigUInt64LE(BigInt(rows.n * rows.d), 37)
  const file = openSync(path, 'wx', 0o600)
  try {
    writeAll(file, header)
    for (let at = 0; at < rows.n * rows.d; at += WRITE_FLOATS) {
      const part = rows.data.subarray(at, Math.min(rows.n * rows.d, at + WRITE_FLOATS))
      writeAll(file, new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
    }
  } finally {
    closeSync(file)
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
}
