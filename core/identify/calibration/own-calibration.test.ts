import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { freshProject, hashOf } from '../../../tests/identify/fresh-project.ts'
import { acceptable, decisionFor } from '../candidates/accept.ts'
import type { Identification } from '../candidates/identify.ts'
import { settledBy } from '../decisions/write-entry.ts'
import type { ProjectStore } from '../store/project-store.ts'
import { applyCalibration } from './calibrate.ts'
import { fitOwnCalibration, projectCalibrations } from './own-calibration.ts'

const NOW = '2026-06-01T10:00:00Z'
const AUTHOR = { by: 'ana', at: NOW }

/** Photos a0 … of `individuals` in turn, all identified, and every pair compared: alike 20 to 49, unlike 0 to 29. */
function settled(store: ProjectStore, photos: number, individuals: number): void {
  const visit = { startedAt: null, endedAt: null, place: '', position: null, observer: '', notes: '' }
  const { encounterId } = store.saveEncounter(visit)
  const region = { kind: 'box', x: 0, y: 0, width: 1, height: 1 } as const
  for (let at = 0; at < photos; at++) {
    const contentHash = hashOf(`a${at}`)
    store.savePhoto({ contentHash, encounterId, fileName: 'a.jpg', width: 1, height: 1, takenAt: null })
    store.saveAnnotation({ contentHash, region, viewpoint: 'left', quality: null, drawnBy: '' }, `a${at}`)
    store.append(decisionFor(`a${at}`, `I${at % individuals}`, 'imported'), AUTHOR)
  }
  for (let at = 0; at < photos; at++) {
    const others = Array.from({ length: photos - at - 1 }, (_, step) => at + 1 + step)
    store.rememberComparisons(
      `a${at}`,
      others.map((other) => ({
        annotationId: `a${other}`,
        similarities: { 'x@1': ((at * 7 + other * 13) % 30) + (at % individuals === other % individuals ? 20 : 0) },
      })),
    )
  }
}

describe('a project’s own calibration', () => {
  test('waits for enough pairs of each kind', (context) => {
    const store = freshProject(context)
    settled(store, 12, 3)
    const [fit] = fitOwnCalibration(store, ['x@1'], NOW)
    assert.deepEqual([fit?.same, fit?.different, fit?.reliability], [18, 48, null])
    assert.equal(projectCalibrations(store).size, 0)
  })

  test('is kept, rises, and says how wrong it is; undoing decisions takes their pairs away', (context) => {
    const store = freshProject(context)
    settled(store, 30, 3)
    const [fit] = fitOwnCalibration(store, ['x@1', 'never-compared@1'], NOW)
    assert.deepEqual([fit?.same, fit?.different], [135, 300])
    assert.ok(fit!.reliability!.ece < 0.1)
    const kept = projectCalibrations(store).get('x@1')!
    assert.ok(applyCalibration(kept, 45) > 0.95 && applyCalibration(kept, 5) < 0.05)
    for (const entry of store.log()) store.append({ kind: 'undo', undoes: entry.entryId }, AUTHOR)
    assert.deepEqual(
      fitOwnCalibration(store, ['x@1'], NOW).map(({ same, different }) => [same, different]),
      [[0, 0]],
    )
  })
})

describe('accepting by a rule', () => {
  const identification = (annotationId: string, probability: number | null): Identification => ({
    annotationId,
    candidates: [{ individualId: 'I', annotationId: 'other', similarities: { 'x@1': 9 }, probability }],
    probabilityNew: null,
    compared: 1,
    comparable: 1,
  })

  test('only what is sure enough, the surest first; nothing where no probability is said', () => {
    const found = [
      identification('a', 0.95),
      identification('b', 0.4),
      identification('c', null),
      identification('d', 0.99),
    ]
    assert.deepEqual(
      acceptable([...found, { ...identification('e', 1), candidates: [] }], 0.9).map(
        ({ annotationId }) => annotationId,
      ),
      ['d', 'a'],
    )
  })

  test('is recorded as automatic, with what it rested on; and a person’s later word replaces it', (context) => {
    const store = freshProject(context)
    const [match] = acceptable([identification('a', 0.95)], 0.9)
    const entry = store.append(decisionFor('a', 'I', match!), AUTHOR)
    assert.ok(entry.kind === 'decision' && entry.automatic)
    assert.deepEqual([entry.evidence.against, entry.evidence.probability], ['other', 0.95])
    store.append(decisionFor('a', 'J', 'imported', settledBy(store.identity(), ['a'])), AUTHOR)
    assert.deepEqual(store.identity().states.get('a'), { kind: 'identified', individualId: 'J' })
    assert.equal(store.identity().heads.get('a')?.length, 1)
  })
})
