import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { DecisionEvidence, LogAction, LogEntry, Verdict } from '../../api/identify.ts'
import { findConflicts } from './conflicts.ts'
import { findDisagreements } from './disagreements.ts'
import { compareEntries, countingEntries, lastRedoable, lastUndoable } from './effective.ts'
import { deriveState } from './state.ts'
import { settledBy, writeEntry } from './write-entry.ts'

const AT = '2026-05-01T10:00:00Z'
const evidence = (against: string | null): DecisionEvidence => ({
  against,
  similarities: { xfeat: 31 },
  probability: 0.9,
  rank: 1,
  versions: { xfeat: '1' },
})

class Book {
  log: LogEntry[] = []
  readonly by: string
  constructor(by: string, log: readonly LogEntry[] = []) {
    this.by = by
    this.log = [...log]
  }
  write(action: LogAction): LogEntry {
    const entry = writeEntry(this.log, action, { by: this.by, at: AT })
    this.log.push(entry)
    return entry
  }
  decide(annotationId: string, verdict: Verdict, individualId: string | null = null, against: string | null = null) {
    const replaces = verdict === 'not-this-one' ? [] : settledBy(this.state, [annotationId])
    return this.write({
      kind: 'decision',
      annotationId,
      verdict,
      individualId,
      evidence: evidence(against),
      replaces,
      automatic: false,
    })
  }
  undo(undoes: LogEntry) {
    return this.write({ kind: 'undo', undoes: undoes.entryId })
  }
  get state() {
    return deriveState(this.log)
  }
  of(annotationId: string): string {
    const state = this.state.states.get(annotationId) ?? { kind: 'open' as const }
    return state.kind === 'identified' ? state.individualId : state.kind
  }
}

describe('the state of a log', () => {
  test('a decision replaces the one before it, and undoing gives that one back', () => {
    const book = new Book('ana')
    book.decide('a', 'new-individual', 'I1')
    book.decide('b', 'match', 'I1', 'a')
    const second = book.decide('b', 'cant-tell')
    assert.equal(book.of('b'), 'cant-tell')
    const undo = book.undo(second)
    assert.equal(book.of('b'), 'I1')
    book.undo(undo)
    assert.equal(book.of('b'), 'cant-tell')
    assert.deepEqual(findDisagreements(book.state), [])
  })

  test('merging keeps both ids and one animal; undoing parts them', () => {
    const book = new Book('ana')
    book.decide('a', 'new-individual', 'I1')
    book.decide('b', 'new-individual', 'I2')
    book.write({
      kind: 'individual',
      individualId: 'I2',
      value: { name: 'Nika', sex: 'female', lifeStage: 'adult', notes: '' },
    })
    const merge = book.write({ kind: 'merge', from: 'I2', into: 'I1' })
    assert.equal(book.of('b'), 'I1')
    const merged = book.state.individuals.get('I1')!
    assert.deepEqual(merged.alsoIds, ['I2'])
    assert.equal(merged.name, 'Nika')
    assert.deepEqual([...merged.annotationIds].sort(), ['a', 'b'])
    book.undo(merge)
    assert.equal(book.of('b'), 'I2')
  })

  test('splitting moves annotations, and the individual they leave stays with the rest', () => {
    const book = new Book('ana')
    book.decide('a', 'new-individual', 'I1')
    book.decide('b', 'match', 'I1', 'a')
    book.decide('c', 'match', 'I1', 'a')
    const replaces = settledBy(book.state, ['b', 'c'])
    book.write({ kind: 'split', annotationIds: ['b', 'c'], into: 'I2', replaces })
    assert.deepEqual([book.of('a'), book.of('b'), book.of('c')], ['I1', 'I2', 'I2'])
  })

  test('of a new individual that was taken back nothing is left; one that was entered by itself stays', () => {
    const book = new Book('ana')
    const value = { name: 'Nika', sex: 'unknown', lifeStage: 'unknown', notes: '' } as const
    const names = () => [...book.state.individuals.keys()]
    book.write({ kind: 'individual', individualId: 'I0', value })
    book.write({ kind: 'individual', individualId: 'I1', value })
    const fresh = book.decide('a', 'new-individual', 'I1')
    assert.deepEqual(names(), ['I0', 'I1'])
    const gone = book.undo(fresh)
    assert.deepEqual(names(), ['I0'])
    assert.ok(!countingEntries(book.log).has(fresh.entryId) && countingEntries(book.log).has(gone.entryId))
    book.undo(gone)
    assert.deepEqual([names(), book.of('a')], [['I0', 'I1'], 'I1'])
    assert.ok(countingEntries(book.log).has(fresh.entryId) && !countingEntries(book.log).has(gone.entryId))
    book.decide('a', 'match', 'I0')
    assert.deepEqual(names(), ['I0'])
  })

  test('an entry by nobody is refused', () => {
    assert.throws(() => writeEntry([], { kind: 'merge', from: 'a', into: 'b' }, { by: ' ', at: AT }), /name/)
  })

  test('whatever order entries arrive in, every copy derives the same state', () => {
    const action = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 6 }), fc.nat(30))
    fc.assert(
      fc.property(fc.array(action, { maxLength: 25 }), fc.infiniteStream(fc.nat()), (actions, randoms) => {
        const books = [new Book('ana'), new Book('ben')]
        for (const [annotation, kind, pick] of actions) {
          const book = books[pick % 2]!
          if (kind === 0) book.decide(annotation, 'new-individual', `I-${annotation}-${book.by}`)
          else if (kind === 1) book.decide(annotation, 'match', `I-${'abcd'[pick % 4]!}-${book.by}`)
          else if (kind === 2) book.decide(annotation, 'poor-photo')
          else if (kind === 3) book.write({ kind: 'merge', from: 'I-a-ana', into: 'I-b-ana' })
          else if (kind === 4 && book.log.length > 0) book.undo(book.log[pick % book.log.length]!)
          else if (kind === 5) for (const other of books) other.log = union(other.log, book.log)
          else book.decide(annotation, 'not-this-one', `I-${annotation}-ana`)
        }
        const all = union(books[0]!.log, books[1]!.log)
        const keyed = all.map((entry) => ({ entry, key: randoms.next().value }))
        const shuffled = keyed.sort((x, y) => x.key - y.key).map(({ entry }) => entry)
        assert.deepEqual([...deriveState(shuffled).states].sort(), [...deriveState(all).states].sort())
        assert.deepEqual(deriveState(shuffled).individuals.size, deriveState(all).individuals.size)
      }),
      { numRuns: 300 },
    )
  })

  test('undo after undo takes back everything, newest first, and redo gives it back', () => {
    const book = new Book('ana')
    const letters = ['a', 'b', 'c', 'd', 'e', 'f']
    for (const letter of letters) book.decide(letter, 'new-individual', `I-${letter}`)
    for (const letter of letters.toReversed()) {
      const last = lastUndoable(book.log, 'ana')
      assert.ok(last?.kind === 'decision' && last.annotationId === letter)
      book.undo(last)
    }
    assert.equal(lastUndoable(book.log, 'ana'), null)
    assert.equal(book.state.states.size, 0)
    for (const letter of letters) {
      book.undo(lastRedoable(book.log, 'ana')!)
      assert.equal(book.of(letter), `I-${letter}`)
    }
    assert.equal(lastRedoable(book.log, 'ana'), null)
    book.undo(lastUndoable(book.log, 'ana')!)
    book.decide('g', 'poor-photo')
    assert.equal(lastRedoable(book.log, 'ana'), null)
  })
})

describe('conflicts and disagreements', () => {
  test('A = B, B = C and A ≠ C is found, with its chain; undoing any of the three ends it', () => {
    const book = new Book('ana')
    book.decide('a', 'new-individual', 'I1')
    book.decide('b', 'match', 'I1', 'a')
    const match = book.decide('c', 'match', 'I1', 'b')
    assert.deepEqual(findConflicts(book.state), [])
    const denial = book.decide('c', 'not-this-one', 'I1', 'a')
    const [conflict] = findConflicts(book.state)
    assert.equal(conflict?.denial, denial.entryId)
    assert.deepEqual([conflict?.chain[0], conflict?.chain.at(-1)], ['c', 'a'])
    assert.equal(conflict?.entries.length, conflict.chain.length - 1)
    for (const entry of [denial, match]) {
      const undo = book.undo(entry)
      assert.deepEqual(findConflicts(book.state), [])
      book.undo(undo)
      assert.equal(findConflicts(book.state).length, 1)
    }
  })

  test('a merge across a denial is a conflict', () => {
    const book = new Book('ana')
    book.decide('a', 'new-individual', 'I1')
    book.decide('b', 'not-this-one', 'I1', 'a')
    book.decide('b', 'new-individual', 'I2')
    assert.deepEqual(findConflicts(book.state), [])
    book.write({ kind: 'merge', from: 'I2', into: 'I1' })
    assert.deepEqual(findConflicts(book.state)[0]?.chain, ['b', 'I2', 'I1', 'a'])
  })

  test('two people who both say new of one photo agree; who matches it differently disagrees until someone settles it', () => {
    const ana = new Book('ana')
    ana.decide('a', 'new-individual', 'I1')
    const ben = new Book('ben', ana.log)
    ana.decide('b', 'new-individual', 'I2')
    ben.decide('b', 'new-individual', 'I3')
    ana.decide('c', 'match', 'I2')
    ben.decide('c', 'match', 'I3')
    ana.decide('d', 'match', 'I1')
    ben.decide('d', 'cant-tell')
    const both = new Book('ana', union(ana.log, ben.log))
    assert.deepEqual(
      findDisagreements(both.state).map(({ annotationId, verdicts }) => [annotationId, verdicts.length]),
      [['d', 2]],
    )
    assert.equal(both.of('b'), both.of('c'))
    both.decide('d', 'match', 'I1')
    assert.deepEqual(findDisagreements(both.state), [])
  })

  test('a correction by another person who has seen the first is no disagreement', () => {
    const ana = new Book('ana')
    ana.decide('a', 'new-individual', 'I1')
    const ben = new Book('ben', ana.log)
    ben.decide('a', 'poor-photo')
    assert.deepEqual(findDisagreements(ben.state), [])
    assert.equal(ben.of('a'), 'poor-photo')
  })
})

function union(...logs: readonly (readonly LogEntry[])[]): LogEntry[] {
  return [...new Map(logs.flat().map((entry) => [entry.entryId, entry])).values()].sort(compareEntries)
}
