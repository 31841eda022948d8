import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KnownFile } from '../catalogue/files.ts'
import type { ScannedFile } from '../decoded.ts'
import { compareWithCatalogue } from './compare.ts'
import type { FolderSurvey } from './survey.ts'

function scanned(path: string, bytes = 10, mtimeMs = 1): ScannedFile {
  return { path, bytes, mtimeMs }
}

function known(id: number, path: string, folderId = 1, photoId: number | null = id): KnownFile {
  return { id, path, folderId, photoId, bytes: 10, mtimeMs: 1, failed: photoId === null }
}

interface SurveyOptions {
  readonly id?: number
  readonly path?: string
  readonly before?: number | null
  readonly device?: number | null
}

function survey(
  paths: readonly string[],
  { id = 1, path = '/p', before = 7, device = 7 }: SurveyOptions = {},
): FolderSurvey {
  return {
    folder: { id, path, exclude: [], device: before },
    device,
    files: paths.map((name) => scanned(name)),
    problems: [],
  }
}

const NOTHING_ENCODED = new Set<number>()

test('an unmounted drive leaves an empty folder on another device: offline, not emptied', () => {
  const files = [known(1, '/p/1.jpg'), known(2, '/p/2.jpg')]
  const encoded = new Set([1, 2])
  const goneWith = (paths: readonly string[], device: number, before: number | null = 7) =>
    compareWithCatalogue([survey(paths, { device, before })], { files, encoded }).gone.map(({ id }) => id)
  assert.deepEqual(goneWith([], 8), [])
  assert.deepEqual(goneWith(['/p/stray.jpg'], 8), [])
  assert.deepEqual(goneWith(['/p/1.jpg'], 8), [2], 'a known file shows that it is the same folder')
  assert.deepEqual(goneWith([], 7), [1, 2])
  assert.deepEqual(goneWith([], 8, null), [1, 2], 'never scanned before')
  assert.deepEqual(compareWithCatalogue([survey([], { device: 8 })], { files, encoded }).seen, [])
  assert.equal(compareWithCatalogue([survey([], { device: 8 })], { files: [], encoded }).seen.length, 1)
})

test('an offline folder says nothing about its files', () => {
  const files = [known(1, '/p/1.jpg'), known(2, '/q/2.jpg', 2)]
  const surveys = [survey([], { device: null }), survey([], { id: 2, path: '/q' })]
  const plan = compareWithCatalogue(surveys, { files, encoded: new Set([1, 2]) })
  assert.deepEqual(
    plan.gone.map(({ id }) => id),
    [2],
  )
  assert.deepEqual(plan.seen, surveys.slice(1))
})

test('size or time changed: read again; else left alone, failed or not', () => {
  const files = [known(1, '/p/1.jpg'), known(2, '/p/2.jpg'), known(3, '/p/3.jpg'), known(4, '/p/4.jpg', 1, null)]
  const seen = {
    ...survey([]),
    files: [scanned('/p/1.jpg'), scanned('/p/2.jpg', 11), scanned('/p/3.jpg', 10, 1.001), scanned('/p/4.jpg')],
  }
  const state = { files, encoded: new Set([1, 2, 3]) }
  const plan = compareWithCatalogue([seen], state)
  assert.deepEqual(
    plan.work.map(({ sources }) => sources[0].known?.id),
    [2, 3],
  )
  assert.deepEqual([plan.settled.unchanged, plan.settled.failed], [1, 1])
  assert.deepEqual(
    compareWithCatalogue([seen], state, true).work.map(({ sources }) => sources[0].known?.id),
    [2, 3, 4],
  )
})

test('a photo without a vector is one piece of work, whatever the number of its files', () => {
  const files = [known(1, '/p/1.jpg', 1, 5), known(2, '/p/2.jpg', 1, 5), known(3, '/p/3.jpg', 1, 6)]
  const plan = compareWithCatalogue([survey(['/p/1.jpg', '/p/2.jpg', '/p/3.jpg'])], { files, encoded: new Set([6]) })
  assert.equal(plan.work.length, 1)
  assert.equal(plan.work[0]?.photoId, 5)
  assert.deepEqual(
    plan.work[0]?.sources.map(({ file }) => file.path),
    ['/p/1.jpg', '/p/2.jpg'],
  )
  assert.equal(plan.settled.unchanged, 2)
})

test('files below what could not be looked at are neither seen nor gone', () => {
  const paths = ['/p/closed/1.jpg', '/p/closed', '/p/closed.jpg', '/p/closed2/1.jpg']
  const files = paths.map((path, i) => known(i + 1, path))
  const problems = [{ path: '/p/closed', reason: 'No permission.', code: 'unreadable' }] as const
  const plan = compareWithCatalogue([{ ...survey([]), problems }], { files, encoded: NOTHING_ENCODED })
  assert.deepEqual(
    plan.gone.map(({ path }) => path),
    ['/p/closed.jpg', '/p/closed2/1.jpg'],
  )
  assert.deepEqual(
    plan.problems.map(({ source }) => source.known?.id),
    [2],
  )
})

test('where folders overlap a file belongs to the innermost that is scanned now', () => {
  const outer = survey(['/p/1.jpg', '/p/in/2.jpg'])
  const inner = survey(['/p/in/2.jpg'], { id: 2, path: '/p/in' })
  const state = { files: [known(1, '/p/1.jpg'), known(2, '/p/in/2.jpg')], encoded: new Set([1, 2]) }
  for (const surveys of [
    [outer, inner],
    [inner, outer],
  ]) {
    const plan = compareWithCatalogue(surveys, state)
    assert.deepEqual(plan.reassigned, [{ fileId: 2, folderId: 2 }])
    assert.deepEqual(plan.gone, [])
  }
  const owned = { files: [known(1, '/p/1.jpg'), known(2, '/p/in/2.jpg', 2)], encoded: new Set([1, 2]) }
  assert.deepEqual(compareWithCatalogue([outer], owned).reassigned, [])
  const withoutInner = survey(['/p/1.jpg'])
  assert.deepEqual(compareWithCatalogue([withoutInner], owned).gone, [], 'its own folder was not scanned')
})
