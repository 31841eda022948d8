import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { freshProject, hashOf } from '../../../tests/identify/fresh-project.ts'
import { ComparedPairs } from './compared-pairs.ts'

const id = fc.constantFrom('a', 'b', 'c', 'd')
const comparison = fc.tuple(id, id, fc.constantFrom('x@1', 'y@1'), fc.double({ min: 0, max: 50, noNaN: true }))

test('a pair stands for both directions, by its greater similarity', () => {
  fc.assert(
    fc.property(fc.array(comparison, { maxLength: 40 }), id, (all, gone) => {
      const pairs = new ComparedPairs()
      const noted = all.filter(([a, b]) => a !== b)
      for (const each of noted) pairs.note(...each)
      pairs.forget(gone)
      const left = noted.filter(([a, b]) => a !== gone && b !== gone)
      for (const [a, b, extractor] of noted) {
        const similarities = left.filter(
          ([c, d, e]) => e === extractor && [a, b].sort().join() === [c, d].sort().join(),
        )
        const greatest = similarities.length === 0 ? undefined : Math.max(...similarities.map(([, , , value]) => value))
        assert.equal(pairs.of(a).get(b)?.[extractor], greatest)
        assert.equal(pairs.of(b).get(a)?.[extractor], greatest)
      }
      const listed = [...pairs.pairs()].map(([a, b]) => `${a} ${b}`)
      assert.deepEqual(new Set(listed).size, listed.length)
      assert.equal(listed.length, new Set(left.map(([a, b]) => [a, b].sort().join(' '))).size)
    }),
  )
})

test('what is in memory is what a project that is opened anew reads', (context) => {
  const store = freshProject(context)
  const encounter = { startedAt: null, endedAt: null, place: '', position: null, observer: '', notes: '' }
  const { encounterId } = store.saveEncounter(encounter)
  const region = { kind: 'box', x: 0, y: 0, width: 1, height: 1 } as const
  for (const name of ['a', 'b', 'c']) {
    const contentHash = hashOf(name)
    store.savePhoto({ contentHash, encounterId, fileName: `${name}.jpg`, width: 9, height: 9, takenAt: null })
    store.saveAnnotation({ contentHash, region, viewpoint: 'left', quality: null, drawnBy: 'ana' }, name)
  }
  assert.equal(store.compared().of('a').size, 0)
  store.rememberComparisons('a', [
    { annotationId: 'b', similarities: { 'x@1': 3, 'y@1': 1 } },
    { annotationId: 'c', similarities: { 'x@1': 2 } },
  ])
  store.rememberComparisons('b', [{ annotationId: 'a', similarities: { 'x@1': 5 } }])
  const inMemory = [...store.compared().pairs()]
  assert.deepEqual(inMemory, [
    ['a', 'b', { 'x@1': 5, 'y@1': 1 }],
    ['a', 'c', { 'x@1': 2 }],
  ])
  // Another side is no other region.
  store.saveAnnotation({ contentHash: hashOf('b'), region, viewpoint: 'right', quality: 1, drawnBy: 'ben' }, 'b')
  assert.deepEqual([...store.compared().pairs()], inMemory)
  // A failed transaction makes it read everything again.
  assert.throws(
    () =>
      store.atomically(() => {
        throw new Error('stop')
      }),
    /stop/,
  )
  assert.deepEqual([...store.compared().pairs()], inMemory)
  assert.throws(() => store.removeEncounter(encounterId), /a\.jpg is in this encounter/)
  for (const name of ['a', 'b', 'c']) store.removePhoto(hashOf(name))
  assert.deepEqual([[...store.compared().pairs()], store.annotations(), store.photos()], [[], [], []])
  store.removeEncounter(encounterId)
  assert.deepEqual(store.encounters(), [])
})
