import assert from 'node:assert/strict'
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ResightError } from '../types.ts'
import { closeCatalogue, openCatalogue } from './catalogue/catalogue.ts'
import { checkCatalogue } from './catalogue/check.ts'
import { countLibrary } from './catalogue/counts.ts'
import { listFiles } from './catalogue/files.ts'
import { readSpaceVectors } from './catalogue/vectors.ts'
import { TEST_SPACE } from './indexing/fixture.ts'
import { countsOf, shownFiles, type TestLibrary, withLibrary } from './indexing/library-fixture.ts'

const BATCH = 4
const PHOTOS = 300
const QUIET = { indexed: 0, unchanged: 0, failed: 0, removed: 0, moved: 0, cancelled: false }

type Indexer = ChildProcessByStdio<null, Readable, null>

function startIndexer({ root, at }: TestLibrary): Indexer {
  const script = fileURLToPath(new URL('indexing/process-fixture.ts', import.meta.url))
  return spawn(process.execPath, [script, `${root}/library`, at('a'), '40'], { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** Resolves once the process has said that so many photos are stored. @returns the last number it said */
async function untilStored(indexer: Indexer, atLeast: number): Promise<() => number> {
  let stored = 0
  const reached = Promise.withResolvers<void>()
  createInterface(indexer.stdout).on('line', (line) => {
    stored = Number(line)
    if (stored >= atLeast) reached.resolve()
  })
  indexer.once('close', () => reached.reject(new Error(`The indexer ended after ${stored} photos`)))
  await reached.promise
  return () => stored
}

async function kill(indexer: Indexer): Promise<void> {
  if (indexer.exitCode !== null || indexer.signalCode !== null) return
  const closed = once(indexer, 'close')
  indexer.kill('SIGKILL')
  await closed
}

function writePhotos({ write }: TestLibrary): void {
  for (let i = 0; i < PHOTOS; i++) write(`a/${i}.jpg`, `photo ${i}`)
}

test('kill -9 loses no more than the batch in flight, and the next run goes on from there', async () => {
  await withLibrary(async (library) => {
    writePhotos(library)
    let kept = 0
    for (const target of [4, 30, 70]) {
      const indexer = startIndexer(library)
      try {
        const stored = await untilStored(indexer, target - kept)
        await kill(indexer)
        const { catalogue } = library
        const { files, photos, failed } = countLibrary(catalogue)
        assert.deepEqual(checkCatalogue(catalogue), [])
        assert.equal(shownFiles(catalogue).size, files)
        assert.equal(photos, files)
        assert.equal(failed, 0)
        // What the process said was stored is stored; at most one batch more than that.
        assert.ok(files >= kept + stored() && files <= kept + stored() + BATCH, `${files} of ${kept} + ${stored()}`)
        kept = files
      } finally {
        await kill(indexer)
      }
    }
    assert.ok(kept < PHOTOS, 'it was killed half-way')
    assert.deepEqual(countsOf(await library.index(['a'])), { ...QUIET, indexed: PHOTOS - kept, unchanged: kept })
    assert.equal(library.encoder.encoded(), PHOTOS - kept)
    assert.equal(shownFiles(library.catalogue).size, PHOTOS)
  })
})

test('while one process indexes, another reads, may not write, and takes over as soon as the first is killed', async () => {
  await withLibrary(async (library) => {
    writePhotos(library)
    const indexer = startIndexer(library)
    try {
      await untilStored(indexer, 8)
      const reader = openCatalogue(`${library.root}/library`)
      // In this order: what is stored meanwhile may add vectors, never take any away.
      const files = listFiles(reader)
      const { ids } = readSpaceVectors(reader, TEST_SPACE.id)
      assert.ok(files.length >= 8 && files.every(({ photoId }) => photoId !== null && ids.includes(photoId)))
      closeCatalogue(reader)
      await assert.rejects(
        library.index(['a']),
        (error) =>
          error instanceof ResightError && error.code === 'busy' && error.message.includes(`(pid ${indexer.pid})`),
      )
      await kill(indexer)
      const report = await library.index(['a'])
      assert.equal(report.indexed + report.unchanged, PHOTOS)
      assert.ok(report.unchanged >= 8)
    } finally {
      await kill(indexer)
    }
  })
})
