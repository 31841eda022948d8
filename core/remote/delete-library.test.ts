import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { RECORD_FILE } from '../encoders/store/record.ts'
import { closeCatalogue, openCatalogue } from '../library/catalogue/catalogue.ts'
import { lockForWriting } from '../library/catalogue/lock.ts'
import { deleteLibrary } from './delete-library.ts'
import { copySamples } from './samples.ts'

let folder: string
let library: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'resight-delete-'))
  library = join(folder, 'library')
  closeCatalogue(openCatalogue(library))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(...path: readonly string[]): void {
  const file = join(library, ...path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, 'x')
}

test('everything that Resight wrote is gone, with its folder', async () => {
  await copySamples(join(library, 'samples'))
  for (const path of [['cache', 'devices.json'], ['index', 'a'], ['query-photos', 'b.jpg'], ['writer.pid']])
    put(...path)
  put('models', 'siglip', RECORD_FILE)
  put('models', 'siglip', 'onnx', 'model.onnx')
  put('models', '.downloads', 'clip', 'part')
  await deleteLibrary(library)
  assert.equal(existsSync(library), false)
  await deleteLibrary(library)
})

test('whatever else lies there stays: a photo among the samples, a model put there by hand, a note', async () => {
  await copySamples(join(library, 'samples'))
  put('samples', 'my own.jpg')
  put('models', 'my-model', 'model.onnx')
  put('notes.txt')
  put('catalogue.sqlite.backup')
  await deleteLibrary(library)
  assert.deepEqual(readdirSync(library, { recursive: true }).map(String).sort(), [
    'catalogue.sqlite.backup',
    'models',
    join('models', 'my-model'),
    join('models', 'my-model', 'model.onnx'),
    'notes.txt',
    'samples',
    join('samples', 'my own.jpg'),
  ])
})

test('links are not followed', { skip: process.platform === 'win32' && 'links need a privilege' }, async () => {
  const elsewhere = join(folder, 'elsewhere')
  mkdirSync(elsewhere)
  writeFileSync(join(elsewhere, RECORD_FILE), '{}')
  writeFileSync(join(elsewhere, 'photo.jpg'), 'x')
  mkdirSync(join(library, 'models'))
  symlinkSync(elsewhere, join(library, 'models', 'linked'))
  symlinkSync(elsewhere, join(library, 'cache'))
  await deleteLibrary(library)
  assert.deepEqual(readdirSync(elsewhere).sort(), ['photo.jpg', RECORD_FILE])
})

test('a damaged catalogue can be deleted', async () => {
  writeFileSync(join(library, 'catalogue.sqlite'), 'not a database'.repeat(1000))
  await deleteLibrary(library)
  assert.equal(existsSync(library), false)
})

test('while a process changes the library nothing is deleted', async () => {
  const catalogue = openCatalogue(library)
  const lock = lockForWriting(catalogue)
  try {
    await assert.rejects(deleteLibrary(library), { code: 'busy' })
    assert.equal(existsSync(join(library, 'thumbnails.sqlite')), true)
  } finally {
    lock.release()
    closeCatalogue(catalogue)
  }
})
