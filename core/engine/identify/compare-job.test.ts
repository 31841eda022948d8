import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import type { Matcher } from '../../identify/candidates/matcher.ts'
import type { ProjectStore } from '../../identify/store/project-store.ts'
import { closeCatalogue, openCatalogue } from '../../library/catalogue/catalogue.ts'
import { ResightError } from '../../types.ts'
import { hashOf, SETTINGS } from '../../../tests/identify/fresh-project.ts'
import { checkGoesOn } from '../check-goes-on.ts'
import { compareOpen } from './compare-job.ts'
import type { IdentifyParts } from './parts.ts'
import { ProjectShelf } from './project-shelf.ts'
import { matchedPoints, previewAccept, reviewQueue, searchAll } from './review-calls.ts'

const AUTHOR = { by: 'ana', at: '2026-05-01T10:00:00Z' }
const BOX = { kind: 'box', x: 0, y: 0, width: 1, height: 1 } as const

/** A project of photos a1, a2, b1, c1 in encounters of their own, where a1 and b1 are settled, over a matcher that counts. */
function fixture(context: TestContext, during?: (store: ProjectStore, pair: string) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'resight-compare-'))
  const catalogue = openCatalogue(folder)
  const shelf = new ProjectShelf(folder)
  context.after(() => {
    shelf.close()
    closeCatalogue(catalogue)
    rmSync(folder, { recursive: true, force: true })
  })
  const store = shelf.create({ species: 'Phoca vitulina', population: '', settings: SETTINGS })
  for (const [at, name] of ['a1', 'a2', 'b1', 'c1'].entries()) {
    const time = { startedAt: `2026-05-0${at + 1}`, endedAt: null, place: '', position: null, observer: '', notes: '' }
    const { encounterId } = store.saveEncounter(time)
    const contentHash = hashOf(name)
    store.savePhoto({ contentHash, encounterId, fileName: `${name}.jpg`, width: 9, height: 9, takenAt: null })
    store.saveAnnotation({ contentHash, region: BOX, viewpoint: 'left', quality: null, drawnBy: 'ana' }, name)
  }
  for (const name of ['a1', 'b1']) {
    const evidence = { against: null, similarities: {}, probability: null, rank: null, versions: {} }
    const settled = { annotationId: name, verdict: 'new-individual', individualId: `I${name}`, evidence } as const
    store.append({ kind: 'decision', ...settled, replaces: [], automatic: false }, AUTHOR)
  }
  const pairs: string[] = []
  const matcher: Matcher = {
    extractors: ['first-letter@1'],
    async compare(query, candidates, _extractors, { signal } = {}) {
      return candidates.map(({ annotationId }) => {
        checkGoesOn(signal, 'Comparing')
        pairs.push(`${query.annotationId} ${annotationId}`)
        during?.(store, pairs.at(-1)!)
        const isSame = annotationId[0] === query.annotationId[0]
        return { annotationId, similarities: { 'first-letter@1': isSame ? 9 : 1 } }
      })
    },
    explain: async (query, candidate, { signal } = {}) => {
      checkGoesOn(signal, 'Comparing')
      pairs.push(`why ${query.annotationId} ${candidate.annotationId}`)
      return []
    },
  }
  const parts = { catalogue, shelf, matcher: async () => matcher } as unknown as IdentifyParts
  return { parts, store, pairs }
}

test('each pair is compared once: the newest first, what is settled before what is open', async (context) => {
  const { parts, store, pairs } = fixture(context)
  assert.deepEqual(await compareOpen(parts, store), { annotations: 2, comparisons: 5 })
  assert.deepEqual(pairs, ['c1 a1', 'c1 b1', 'a2 a1', 'a2 b1', 'c1 a2'])
  const { items, decided } = await reviewQueue(parts, store)
  assert.deepEqual(
    items.map(({ annotationId, top }) => [annotationId, top?.individualId]),
    [
      ['a2', 'Ia1'],
      ['c1', 'Ia1'],
    ],
  )
  assert.equal(decided, 2)
})

test('what was cancelled goes on where it was', async (context) => {
  const stop = new AbortController()
  const { parts, store, pairs } = fixture(context, (_store, pair) => void (pair === 'c1 b1' && stop.abort()))
  await assert.rejects(compareOpen(parts, store, { signal: stop.signal }), /cancelled.*kept/)
  assert.deepEqual(pairs.splice(0), ['c1 a1', 'c1 b1'])
  assert.deepEqual(await compareOpen(parts, store), { annotations: 2, comparisons: 3 })
  assert.deepEqual(pairs, ['a2 a1', 'a2 b1', 'c1 a2'])
})

test('an animal that is outlined anew while it is compared is compared again', async (context) => {
  const { parts, store, pairs } = fixture(context, (changed, pair) => {
    if (pair !== 'a2 a1' || changed.annotations().some(({ region }) => region !== BOX && region.kind === 'polygon'))
      return
    const points = [
      [0, 0],
      [1, 0],
      [1, 1],
    ] as const
    const drawn = { contentHash: hashOf('a2'), viewpoint: 'left', quality: null, drawnBy: 'ben' } as const
    changed.saveAnnotation({ ...drawn, region: { kind: 'polygon', points } }, 'a2')
  })
  await compareOpen(parts, store)
  assert.equal(store.compared().of('a2').size, 0)
  pairs.splice(0)
  await compareOpen(parts, store)
  assert.deepEqual(pairs, ['a2 a1', 'a2 b1', 'c1 a2'])
})

test('a photo that cannot be read fails nobody else', async (context) => {
  const { parts, store } = fixture(context)
  const matcher = await parts.matcher()
  const compare: Matcher['compare'] = (query, ...rest) =>
    query.annotationId === 'c1'
      ? Promise.reject(new ResightError('unreadable', 'c1.jpg is damaged'))
      : matcher.compare(query, ...rest)
  let failed = 0
  const flaky = { ...parts, matcher: async () => ({ ...matcher, compare }) }
  const report = await compareOpen(flaky, store, { onProgress: (progress) => void (failed = progress.failed) })
  assert.deepEqual([report.comparisons, failed], [2, 3])
})

test('what a review asks for stops where nobody waits for it', async (context) => {
  const stop = new AbortController()
  const { parts, store, pairs } = fixture(context, () => stop.abort())
  const isCancelled = { code: 'cancelled' }
  await assert.rejects(searchAll(parts, store, 'c1', stop), isCancelled)
  assert.deepEqual(pairs.splice(0), ['c1 a1'])
  for (const ask of [
    () => searchAll(parts, store, 'c1', stop),
    () => matchedPoints(parts, store, 'c1', 'a1', stop),
    () => reviewQueue(parts, store, stop),
    () => previewAccept(parts, store, 0.99, stop),
  ])
    await assert.rejects(ask(), isCancelled)
  assert.deepEqual(pairs.splice(0), [])
  assert.equal((await searchAll(parts, store, 'c1')).compared, 3)
})
