import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { AddReport, AddRequest, JobControl } from '../../api.ts'
import { type Catalogue, closeCatalogue, openCatalogue } from '../catalogue/catalogue.ts'
import { listFiles } from '../catalogue/files.ts'
import { readContentHash } from '../catalogue/photos.ts'
import { readTokens } from '../catalogue/tokens.ts'
import { readSpaceVectors } from '../catalogue/vectors.ts'
import { indexFolders, type IndexingStages } from '../pipeline.ts'
import { scanFolder } from '../scan.ts'
import { TEST_PIXELS, TEST_SPACE, testEncoder, type TestEncoder, testPool, type TestPool, vectorOf } from './fixture.ts'

/** Test only: photos in a fresh folder, a library beside them, real scan and catalogue. */
export interface TestLibrary {
  readonly root: string
  readonly catalogue: Catalogue
  readonly pool: TestPool
  readonly encoder: TestEncoder
  /** Absolute path of a photo or folder. */
  at(...names: readonly string[]): string
  /** Writes a photo; each writing has its own modification time. */
  write(name: string, content: string): void
  index(folders: readonly string[] | null, options?: Partial<IndexingStages>, control?: JobControl): Promise<AddReport>
  indexRequest(request: AddRequest, options?: Partial<IndexingStages>): Promise<AddReport>
}

/** A report without its times. */
export function countsOf(report: AddReport): Omit<AddReport, 'seconds' | 'photosPerSecond'> {
  const { indexed, unchanged, failed, removed, moved, cancelled } = report
  return { indexed, unchanged, failed, removed, moved, cancelled }
}

export async function withLibrary(
  use: (library: TestLibrary) => Promise<void>,
  options: { readonly pool?: TestPool; readonly encoder?: TestEncoder } = {},
): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'resight-index-'))
  const catalogue = openCatalogue(join(root, 'library'))
  const { pool = testPool(), encoder = testEncoder() } = options
  const stages = {
    catalogue,
    pool,
    scan: scanFolder,
    encode: encoder.encode,
    space: TEST_SPACE,
    pixels: TEST_PIXELS,
    batch: 4,
  }
  const at = (...names: readonly string[]) => join(root, 'photos', ...names)
  let writings = 0
  try {
    mkdirSync(at(), { recursive: true })
    await use({
      root,
      catalogue,
      pool,
      encoder,
      at,
      write(name, content) {
        mkdirSync(dirname(at(name)), { recursive: true })
        writeFileSync(at(name), content)
        writings += 1
        utimesSync(at(name), 1e9 + writings, 1e9 + writings)
      },
      index: (folders, more, control) =>
        indexFolders(folders && { folders: folders.map((name) => at(name)) }, { ...stages, ...more }, control),
      indexRequest: (request, more) => indexFolders(request, { ...stages, ...more }),
    })
  } finally {
    closeCatalogue(catalogue)
    rmSync(root, { recursive: true, force: true })
  }
}

/** What the catalogue shows: path → SHA-256, or 'failed'. Asserts on the way that every photo is whole. */
export function shownFiles(catalogue: Catalogue): ReadonlyMap<string, string> {
  const { ids, vectors } = readSpaceVectors(catalogue, TEST_SPACE.id)
  const rows = new Map([...ids].map((id, i) => [id, i]))
  const shown = new Map<string, string>()
  const visible = new Set<number>()
  for (const { path, photoId, failed } of listFiles(catalogue)) {
    if (failed || photoId === null) {
      shown.set(path, 'failed')
      continue
    }
    visible.add(photoId)
    const contentHash = readContentHash(catalogue, photoId)
    const row = rows.get(photoId)
    assert.ok(contentHash !== null && row !== undefined, `${path} has no vector`)
    assert.deepEqual([...vectors.data.subarray(row * 8, row * 8 + 8)], vectorOf(contentHash), path)
    assert.equal(readTokens(catalogue, TEST_SPACE.id, [photoId])[0]?.k, 1)
    shown.set(path, contentHash)
  }
  assert.deepEqual(visible, new Set(rows.keys()), 'photos that no file shows must be invisible')
  return shown
}

export function hashOf(content: string): string {
  return createHash('sha256').update(content).digest('hex')
}
