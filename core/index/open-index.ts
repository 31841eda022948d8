import { ResightError } from '../types.ts'
import type { EmbeddingSpace, Matrix, VectorIndex } from '../types.ts'
import { findFaiss } from './faiss.ts'
import { createFlatIndex } from './flat.ts'
import { Rows } from './rows.ts'
import { readSnapshot, writeSnapshot } from './snapshot.ts'

export interface OpenIndexOptions {
  readonly space: Pick<EmbeddingSpace, 'id' | 'd'>
  /** The catalogue's count of changes to this space's vectors; a snapshot of another one is not used. */
  readonly generation: number
  readonly snapshotPath: string
  /** The catalogue's vectors, asked for when the snapshot can't be used. The index keeps the arrays. */
  readonly loadVectors: () => LoadedVectors | Promise<LoadedVectors>
  /** Default `faiss`; where it can't be had, `flat` serves and `note` says why. */
  readonly prefer?: 'faiss' | 'flat'
}

export interface LoadedVectors {
  readonly ids: Int32Array
  /** [ids.length × d] float32 */
  readonly matrix: Matrix
}

export interface OpenedIndex {
  readonly index: VectorIndex
  readonly from: 'snapshot' | 'vectors'
  /** Why the snapshot was not used; null when it was. */
  readonly snapshotNote: string | null
  /** Why it is not FAISS; null when it is, or was not asked for. */
  readonly note: string | null
}

/**
 * Opens the index of a space from its snapshot, or rebuilds it from the catalogue's vectors and writes a new snapshot.
 * A snapshot that can't be written is no reason to fail: the next start rebuilds again.
 * @throws ResightError `corrupt` when the catalogue's vectors themselves are unusable
 */
export async function openIndex(options: OpenIndexOptions): Promise<OpenedIndex> {
  const { space, generation, snapshotPath: path } = options
  const { createIndex, note } = chooseKind(options.prefer ?? 'faiss')
  const stored = await rowsOfSnapshot({ space, generation, path })
  if (stored instanceof Rows) return { index: createIndex(stored), from: 'snapshot', snapshotNote: null, note }

  const index = createIndex(await rowsOfCatalogue(options))
  const snapshotNote = await writeSnapshot(index, { space, generation, path }).then(
    () => stored.refused,
    (failure: unknown) => `${stored.refused}; ${failure instanceof Error ? failure.message : String(failure)}`,
  )
  return { index, from: 'vectors', snapshotNote, note }
}

function chooseKind(prefer: 'faiss' | 'flat'): { createIndex: (rows: Rows) => VectorIndex; note: string | null } {
  if (prefer === 'flat') return { createIndex: createFlatIndex, note: null }
  const found = findFaiss()
  if (found.way === null) return { createIndex: createFlatIndex, note: found.reason }
  return { createIndex: (rows) => found.createIndex(rows), note: null }
}

async function rowsOfSnapshot(key: Parameters<typeof readSnapshot>[0]): Promise<Rows | { refused: string }> {
  const content = await readSnapshot(key)
  if ('refused' in content) return content
  try {
    return Rows.adopt(content.ids, content.matrix)
  } catch (cause) {
    return { refused: cause instanceof Error ? cause.message : String(cause) }
  }
}

async function rowsOfCatalogue({ space, loadVectors }: OpenIndexOptions): Promise<Rows> {
  const { ids, matrix } = await loadVectors()
  try {
    if (matrix.d !== space.d) throw new Error(`Expected ${space.d} components but the catalogue has ${matrix.d}`)
    return Rows.adopt(ids, matrix)
  } catch (cause) {
    throw new ResightError('corrupt', `The catalogue's vectors of ${space.id} can't be used`, {
      cause,
      remedy: 'Rescan the library; if it stays so, encode its photos anew with `resight models use`.',
    })
  }
}
