import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { freshProject } from '../../../tests/identify/fresh-project.ts'
import { settledBy } from '../decisions/write-entry.ts'
import { findDisagreements } from '../decisions/disagreements.ts'
import type { ProjectStore } from '../store/project-store.ts'
import { fillStore, mergeDocument, writeDocument } from './document.ts'
import { exportProjectZip, extractPhotos, readProjectZip } from './project-zip.ts'
import { writeZip } from './write-zip.ts'

const GIB = 2 ** 30

function folder(context: { after(done: () => void): void }): string {
  const path = mkdtempSync(join(tmpdir(), 'resight-zip-'))
  context.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function withPhoto(store: ProjectStore, path: string): string {
  const contentHash = createHash('sha256').update(readFileSync(path)).digest('hex')
  const place = { latitude: 54.5, longitude: 8.1 }
  const value = { startedAt: '2026-05-01', endedAt: null, place: 'Bay', position: place, observer: 'ana', notes: '' }
  const { encounterId } = store.saveEncounter(value)
  store.savePhoto({ contentHash, encounterId, fileName: 'a.jpg', width: 4, height: 3, takenAt: null })
  const region = { kind: 'box', x: 0, y: 0, width: 1, height: 1 } as const
  store.saveAnnotation({ contentHash, region, viewpoint: 'left', quality: 0.5, drawnBy: 'ana' }, 'A1')
  return contentHash
}

function decide(store: ProjectStore, by: string, verdict: 'new-individual' | 'poor-photo'): void {
  store.append(
    {
      kind: 'decision',
      annotationId: 'A1',
      verdict,
      individualId: verdict === 'new-individual' ? `I-${by}` : null,
      evidence: { against: null, similarities: {}, probability: null, rank: null, versions: {} },
      replaces: settledBy(store.identity(), ['A1']),
      automatic: false,
    },
    { by, at: '2026-05-02T10:00:00Z' },
  )
}

describe('a project as a ZIP', () => {
  test('is the same on another machine, photos and all', async (context) => {
    const at = folder(context)
    const photo = join(at, 'a.JPG')
    writeFileSync(photo, 'the bytes of a photo')
    const store = freshProject(context)
    const hash = withPhoto(store, photo)
    decide(store, 'ana', 'new-individual')
    const report = await exportProjectZip(store, join(at, 'p.zip'), true, () => photo)
    assert.deepEqual(report, { photos: 1, missing: [] })
    const document = await readProjectZip(join(at, 'p.zip'))
    const other = freshProject(context)
    fillStore(other, document)
    assert.deepEqual(writeDocument(other), writeDocument(store))
    const files = await extractPhotos(join(at, 'p.zip'), document, join(at, 'photos'), GIB)
    assert.deepEqual(files, [join(at, 'photos', `${hash}.jpg`)])
    assert.equal(readFileSync(files[0]!, 'utf8'), 'the bytes of a photo')
    await exportProjectZip(other, join(at, 'again.zip'), true, () => photo)
    assert.deepEqual(readFileSync(join(at, 'again.zip')), readFileSync(join(at, 'p.zip')))
    const without = await exportProjectZip(store, join(at, 'bare.zip'), true, () => null)
    assert.deepEqual(without, { photos: 0, missing: ['a.jpg'] })
  })

  test('two reviewers’ logs are laid together, twice to no effect, and disagreements show', (context) => {
    const at = folder(context)
    writeFileSync(join(at, 'a.jpg'), 'photo')
    const ana = freshProject(context)
    withPhoto(ana, join(at, 'a.jpg'))
    const ben = freshProject(context)
    fillStore(ben, writeDocument(ana))
    decide(ana, 'ana', 'new-individual')
    decide(ben, 'ben', 'poor-photo')
    const expected = { encounters: 0, photos: 0, annotations: 0, entries: 1 }
    assert.deepEqual(mergeDocument(ana, writeDocument(ben)), expected)
    assert.equal(mergeDocument(ana, writeDocument(ben)).entries, 0)
    mergeDocument(ben, writeDocument(ana))
    assert.deepEqual(ana.log(), ben.log())
    assert.equal(findDisagreements(ana.identity()).length, 1)
    const stranger = writeDocument(ben)
    const project = { ...stranger.project, projectId: '6f1f8a52-9a7e-4c0e-8d0c-0a4f2d0b7a12' }
    assert.throws(() => mergeDocument(ana, { ...stranger, project }), /another project/)
  })
})

describe('a hostile ZIP', () => {
  test('writes nothing outside, nothing unnamed, nothing but what it says', async (context) => {
    const at = folder(context)
    writeFileSync(join(at, 'a.jpg'), 'photo')
    const store = freshProject(context)
    const hash = withPhoto(store, join(at, 'a.jpg'))
    const document = writeDocument(store)
    const text = JSON.stringify(document)
    const target = join(at, 'out')
    const zip = join(at, 'x.zip')
    await writeZip(zip, [
      { name: 'project.json', text },
      { name: `photos/${hash}.jpg`, text: 'something else' },
      { name: `photos/${'0'.repeat(64)}.jpg`, text: 'not of the project' },
    ])
    await assert.rejects(extractPhotos(zip, document, target, GIB), /not what it says/)
    assert.deepEqual(readdirSync(target), [])
    // yazl refuses to write such a name, so a harmless one of the same length is overwritten in the bytes.
    await writeZip(zip, [
      { name: 'project.json', text },
      { name: 'aa/bb/evil.txt', text: 'evil' },
    ])
    const bytes = readFileSync(zip)
    for (let from = 0; (from = bytes.indexOf('aa/bb/evil.txt', from)) >= 0;) bytes.write('../../evil.txt', from)
    writeFileSync(zip, bytes)
    await assert.rejects(readProjectZip(zip), /cannot be read as a ZIP/)
    assert.equal(existsSync(join(at, '..', '..', 'evil.txt')), false)
  })

  test('a bomb is refused before it goes off', async (context) => {
    const at = folder(context)
    writeFileSync(join(at, 'a.jpg'), 'photo')
    const store = freshProject(context)
    const hash = withPhoto(store, join(at, 'a.jpg'))
    const document = writeDocument(store)
    const zip = join(at, 'bomb.zip')
    const bomb = '\0'.repeat(4 << 20)
    await writeZip(zip, [
      { name: 'project.json', text: '{}' },
      { name: `photos/${hash}.jpg`, text: bomb },
    ])
    await assert.rejects(extractPhotos(zip, document, join(at, 'out'), 1 << 20), /more than is free/)
    // The same with sizes that lie: it claims 4 bytes in its directory.
    const bytes = readFileSync(zip)
    const size = Buffer.alloc(4)
    size.writeUInt32LE(4 << 20)
    const lie = Buffer.from([4, 0, 0, 0])
    for (let from = 0; (from = bytes.indexOf(size, from)) >= 0; from += 4) lie.copy(bytes, from)
    writeFileSync(zip, bytes)
    await assert.rejects(extractPhotos(zip, document, join(at, 'out'), 1 << 20), /cannot be read as a ZIP/)
    assert.deepEqual(readdirSync(join(at, 'out')), [])
  })

  test('what is no ZIP, or no project, or contradicts itself, is refused by name', async (context) => {
    const at = folder(context)
    const zip = join(at, 'x.zip')
    await assert.rejects(readProjectZip(join(at, 'none.zip')), /none\.zip/)
    writeFileSync(zip, 'no zip')
    await assert.rejects(readProjectZip(zip), /x\.zip/)
    await writeZip(zip, [{ name: 'other.txt', text: '' }])
    await assert.rejects(readProjectZip(zip), /holds no project\.json/)
    writeFileSync(join(at, 'a.jpg'), 'photo')
    const store = freshProject(context)
    withPhoto(store, join(at, 'a.jpg'))
    const document = writeDocument(store)
    for (const broken of [
      { ...document, photos: [] },
      { ...document, encounters: [] },
      { ...document, version: 2 },
      { ...document, log: [{ kind: 'merge' }] },
      { ...document, extra: 1 },
    ]) {
      await writeZip(zip, [{ name: 'project.json', text: JSON.stringify(broken) }])
      await assert.rejects(readProjectZip(zip), /x\.zip is damaged/)
    }
  })
})
