import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { freshProject, hashOf, openDatabase, SETTINGS } from '../../../tests/identify/fresh-project.ts'
import { ProjectStore } from './project-store.ts'

const AUTHOR = { by: 'ana', at: '2026-05-01T10:00:00Z' }
const ENCOUNTER = { startedAt: '2026-05-01', endedAt: null, place: 'Bay', position: null, observer: '', notes: '' }
const PHOTO = { fileName: 'a.jpg', width: 100, height: 80, takenAt: null }
const BOX = { kind: 'box', x: 0.1, y: 0.1, width: 0.5, height: 0.5 } as const
const DRAWN = { viewpoint: 'left', quality: null, drawnBy: 'ana' } as const

describe('a project', () => {
  test('keeps what it is told, and another process sees what is added', (context) => {
    const store = freshProject(context)
    const { encounterId } = store.saveEncounter(ENCOUNTER)
    store.savePhoto({ ...PHOTO, contentHash: hashOf('a'), encounterId })
    const annotation = store.saveAnnotation({ contentHash: hashOf('a'), region: BOX, ...DRAWN })
    assert.deepEqual(store.annotations(), [annotation])
    const value = { name: 'Nika', sex: 'female', lifeStage: 'adult', notes: '' } as const
    assert.equal(store.log().length, 0)
    const beside = new ProjectStore(openDatabase(store.database.path))
    beside.append({ kind: 'individual', individualId: 'I1', value }, AUTHOR)
    beside.close()
    assert.equal(store.identity().individuals.get('I1')?.name, 'Nika')
    assert.equal(store.append({ kind: 'merge', from: 'I2', into: 'I1' }, AUTHOR).clock, 2)
  })

  test('the log cannot be changed, not even by SQL', (context) => {
    const store = freshProject(context)
    store.append({ kind: 'merge', from: 'a', into: 'b' }, AUTHOR)
    assert.throws(() => store.database.exec('DELETE FROM log'), /append-only/)
    assert.throws(() => store.database.exec("UPDATE log SET body = '{}'"), /append-only/)
  })

  test('what is no value is refused, and nothing of it stays', (context) => {
    const store = freshProject(context)
    assert.throws(() => store.saveEncounter({ ...ENCOUNTER, position: { latitude: 91, longitude: 0 } }), /latitude/)
    assert.throws(() => store.savePhoto({ ...PHOTO, contentHash: '../../x', encounterId: 'E' }), /contentHash/)
    const { encounterId } = store.saveEncounter(ENCOUNTER)
    store.savePhoto({ ...PHOTO, contentHash: hashOf('a'), encounterId })
    const leaving = { ...BOX, x: 0.9 }
    assert.throws(
      () => store.saveAnnotation({ contentHash: hashOf('a'), region: leaving, ...DRAWN }),
      /leaves the photo/,
    )
    assert.throws(() => store.savePhoto({ ...PHOTO, contentHash: hashOf('b'), encounterId: 'nowhere' }), /FOREIGN KEY/)
    const undecided = {
      kind: 'decision',
      annotationId: 'a',
      verdict: 'match',
      individualId: null,
      evidence: { against: null, similarities: {}, probability: null, rank: null, versions: {} },
      replaces: [],
      automatic: false,
    } as const
    assert.throws(() => store.append(undecided, AUTHOR), /name an individual/)
    assert.deepEqual([store.annotations(), store.log()], [[], []])
  })

  test('comparisons go with the region they were made of', (context) => {
    const store = freshProject(context)
    const { encounterId } = store.saveEncounter(ENCOUNTER)
    const ids = ['a', 'b', 'c'].map((name) => {
      store.savePhoto({ ...PHOTO, contentHash: hashOf(name), encounterId })
      return store.saveAnnotation({ contentHash: hashOf(name), region: BOX, ...DRAWN }, name).annotationId
    })
    store.rememberComparisons('a', [
      { annotationId: 'b', similarities: { 'xfeat@1': 12.5 } },
      { annotationId: 'c', similarities: { 'xfeat@1': 3 } },
    ])
    assert.equal([...store.comparisons('xfeat@1')].length, 2)
    store.saveAnnotation({ contentHash: hashOf('b'), region: { ...BOX, x: 0 }, ...DRAWN }, ids[1])
    assert.deepEqual([...store.comparisons('xfeat@1')], [{ annotationId0: 'a', annotationId1: 'c', similarity: 3 }])
  })

  test('another database, and one of a newer Resight, are refused', (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'resight-'))
    context.after(() => rmSync(folder, { recursive: true, force: true }))
    const other = openDatabase(join(folder, 'other.sqlite'))
    other.exec('CREATE TABLE mine (a)')
    assert.throws(() => new ProjectStore(other), /not a photo-ID project/)
    other.close()
    const store = freshProject(context)
    store.database.exec('PRAGMA user_version = 9')
    assert.throws(() => new ProjectStore(store.database), /newer Resight/)
  })

  test('a project of version 1 gains what was added since', (context) => {
    const store = freshProject(context)
    store.database.exec('DROP TABLE measured')
    store.database.exec('PRAGMA user_version = 1')
    const opened = new ProjectStore(store.database)
    assert.deepEqual(opened.shortlistRanks('mini@1'), [])
    opened.saveShortlistRanks('mini@1', [
      { rank: 3, of: 9 },
      { rank: null, of: 9 },
    ])
    assert.equal(opened.shortlistRanks('mini@1').length, 2)
    assert.deepEqual(opened.shortlistRanks('other@1'), [])
    assert.throws(() => opened.saveShortlistRanks('mini@1', [{ rank: 0, of: 9 }]), /rank/)
  })

  test('settings outside their range are refused', (context) => {
    const store = freshProject(context)
    const { projectId, createdAt } = store.project
    const settings = { ...SETTINGS, precisionTarget: 1.2 }
    assert.throws(
      () => store.saveProject({ species: 'x', population: '', settings }, { projectId, createdAt }),
      /precision/,
    )
  })
})
