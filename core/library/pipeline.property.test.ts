import assert from 'node:assert/strict'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkCatalogue } from './catalogue/check.ts'
import { countLibrary } from './catalogue/counts.ts'
import { forgetFolder, listFolders } from './catalogue/folders.ts'
import { hashOf, shownFiles, type TestLibrary, withLibrary } from './indexing/library-fixture.ts'

const FOLDERS = ['a', 'b'] as const
const NAMES = ['1.jpg', '2.jpg', 'in/1.jpg', 'in/3.JPG'] as const
const CONTENTS = ['one', 'two', 'six', 'three', 'bad', 'bad too'] as const

type Operation =
  | { readonly kind: 'write'; readonly to: string; readonly content: string }
  | { readonly kind: 'delete'; readonly nth: number }
  | { readonly kind: 'move' | 'copy'; readonly nth: number; readonly to: string }
  | { readonly kind: 'unplug' | 'plug'; readonly folder: string }
  | { readonly kind: 'scan'; readonly folders: readonly string[] }

const folder = fc.constantFrom(...FOLDERS)
const name = fc.tuple(folder, fc.constantFrom(...NAMES)).map((parts) => parts.join('/'))
const change: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('write'), to: name, content: fc.constantFrom(...CONTENTS) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete'), nth: fc.nat(20) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('move', 'move', 'copy'), nth: fc.nat(20), to: name }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('unplug', 'plug'), folder }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('scan'), folders: fc.subarray([...FOLDERS], { minLength: 1 }) }),
  },
)

/**
 * What the catalogue should know, told without a database: path → content of each folder as last scanned, and for
 * each content that no file shows any more the scan that lost it.
 */
class Model {
  readonly shown = new Map<string, string>()
  readonly lost = new Map<string, number>()
  readonly scanned = new Map<string, number>(FOLDERS.map((name) => [name, 0]))
  encodings = 0
  scans = 0

  scan(folders: readonly string[], disk: ReadonlyMap<string, string>): void {
    this.scans += 1
    const before = this.visible()
    for (const path of [...this.shown.keys()]) if (folders.includes(folderOf(path))) this.shown.delete(path)
    for (const [path, content] of disk) if (folders.includes(folderOf(path))) this.shown.set(path, content)
    const after = this.visible()
    for (const content of after) {
      if (!before.has(content) && !this.lost.has(content)) this.encodings += 1
      this.lost.delete(content)
    }
    for (const content of before) if (!after.has(content)) this.lost.set(content, this.scans)
    for (const name of folders) this.scanned.set(name, this.scans)
    const oldest = Math.min(...this.scanned.values())
    for (const [content, scan] of this.lost) if (scan <= oldest) this.lost.delete(content)
  }

  visible(): ReadonlySet<string> {
    return new Set([...this.shown.values()].filter((content) => !content.startsWith('bad')))
  }
}

let copies = 0

function folderOf(path: string): string {
  return path.slice(0, path.indexOf('/'))
}

function readDisk(library: TestLibrary): ReadonlyMap<string, string> {
  const disk = new Map<string, string>()
  for (const name of FOLDERS.filter((name) => existsSync(library.at(name)))) {
    for (const entry of readdirSync(library.at(name), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      disk.set(path.slice(library.at().length + 1), readFileSync(path, 'utf8'))
    }
  }
  return disk
}

async function apply(operation: Operation, library: TestLibrary, model: Model): Promise<void> {
  const { at } = library
  const isOnline = (path: string) => existsSync(at(folderOf(path)))
  switch (operation.kind) {
    case 'write':
      if (isOnline(operation.to)) library.write(operation.to, operation.content)
      return
    case 'delete':
    case 'move':
    case 'copy': {
      const paths = [...readDisk(library).keys()]
      const from = paths[operation.nth % paths.length]
      if (from === undefined) return
      if (operation.kind === 'delete') return rmSync(at(from))
      const { to } = operation
      if (!isOnline(to) || from === to) return
      mkdirSync(dirname(at(to)), { recursive: true })
      if (operation.kind === 'move') renameSync(at(from), at(to))
      else {
        copyFileSync(at(from), at(to))
        // The kernel's clock steps in milliseconds: two copies of one size within a step would look like one.
        copies += 1
        utimesSync(at(to), copies, copies)
      }
      return
    }
    case 'unplug':
      if (isOnline(`${operation.folder}/`)) renameSync(at(operation.folder), at(`${operation.folder} away`))
      return
    case 'plug':
      if (!isOnline(`${operation.folder}/`)) renameSync(at(`${operation.folder} away`), at(operation.folder))
      return
    case 'scan': {
      const online = operation.folders.filter((name) => isOnline(`${name}/`))
      if (online.length > 0) await library.index(online)
      if (online.length > 0) model.scan(online, readDisk(library))
    }
  }
}

const SCAN_ALL: Operation = { kind: 'scan', folders: FOLDERS }
const PLUG_ALL: readonly Operation[] = FOLDERS.map((folder) => ({ kind: 'plug', folder }))

test('after any changes on disk the catalogue is what a scan from nothing would give, and nothing is encoded twice', async () => {
  await withLibrary(async (library) => {
    const runs = fc.asyncProperty(fc.array(change, { minLength: 5, maxLength: 40 }), async (operations) => {
      const model = new Model()
      const encodedBefore = library.encoder.encoded()
      async function checked(): Promise<void> {
        const expected = [...model.shown].map(
          ([path, text]) => [library.at(path), text.startsWith('bad') ? 'failed' : hashOf(text)] as const,
        )
        assert.deepEqual(shownFiles(library.catalogue), new Map(expected))
        assert.equal(countLibrary(library.catalogue).photos, model.visible().size)
        assert.equal(library.encoder.encoded() - encodedBefore, model.encodings)
      }
      for (const name of FOLDERS) library.write(`${name}/1.jpg`, `first of ${name}`)
      for (const operation of [SCAN_ALL, ...operations, ...PLUG_ALL, SCAN_ALL]) {
        await apply(operation, library, model)
        if (operation.kind === 'scan') await checked()
      }
    })
    // Each run begins with an empty catalogue, but not a new one: making the file takes longer than the run.
    const emptied = fc.afterEach(() => {
      for (const folder of FOLDERS) rmSync(library.at(`${folder} away`), { recursive: true, force: true })
      for (const folder of FOLDERS) rmSync(library.at(folder), { recursive: true, force: true })
      for (const folder of listFolders(library.catalogue)) forgetFolder(library.catalogue, folder.path)
    })
    await fc.assert(runs, { numRuns: 60, plugins: [emptied] })
    assert.deepEqual(checkCatalogue(library.catalogue), [])
  })
})
