import { randomUUID } from 'node:crypto'
import type { IndividualValue, LogEntry } from '../../api/identify.ts'
import type { DecisionValue } from '../../api/photo-id.ts'
import type { Matcher } from '../../identify/candidates/matcher.ts'
import { countingEntries } from '../../identify/decisions/effective.ts'
import { nextName } from '../../identify/decisions/next-name.ts'
import { settledBy } from '../../identify/decisions/write-entry.ts'
import type { ProjectStore } from '../../identify/store/project-store.ts'
import { required } from '../../identify/store/required.ts'
import { invalidArgument, ResightError } from '../../types.ts'
import { Ranking } from './ranking.ts'

const UNKNOWN = { sex: 'unknown', lifeStage: 'unknown', notes: '' } as const

/** Writes a decision with the evidence that the project has for it. */
export function decide(store: ProjectStore, matcher: Matcher, decision: DecisionValue, by: string): LogEntry {
  const { annotationId, verdict, individualId, against, rank, name = '' } = decision
  const ranking = new Ranking(store, matcher)
  const annotation = ranking.annotation(annotationId)
  if (against !== null) ranking.annotation(against)
  const names = verdict === 'match' || verdict === 'not-this-one'
  if (names) requireIndividual(store, individualId)
  else if (individualId !== null) throw invalidArgument('individualId', `null for ${verdict}`, individualId)
  return store.atomically(() => {
    const fresh = verdict === 'new-individual' ? addIndividual(store, { ...UNKNOWN, name }, by) : null
    const replaces = verdict === 'not-this-one' ? [] : settledBy(store.identity(), [annotationId])
    const evidence = ranking.evidence(annotation, against, rank)
    const settled = names ? individualId : fresh
    const entry = { kind: 'decision', annotationId, verdict, individualId: settled, evidence, replaces } as const
    return store.append({ ...entry, automatic: false }, author(by))
  })
}

/** Takes an entry back; an undo that is taken back gives its own back. @throws ResightError `not-found`, `invalid-argument` */
export function undo(store: ProjectStore, entryId: string, by: string): LogEntry {
  const log = store.log()
  const entry = required(
    log.find((known) => known.entryId === entryId),
    `entry ${entryId} of the log`,
  )
  if (!countingEntries(log).has(entry.entryId)) {
    throw new ResightError('invalid-argument', 'This was taken back already', {
      remedy: 'Take the undo itself back, to have it again.',
    })
  }
  return store.append({ kind: 'undo', undoes: entryId }, author(by))
}

/** @param individualId null: a new one, without photos until it is given some */
export function saveIndividual(
  store: ProjectStore,
  individualId: string | null,
  value: IndividualValue,
  by: string,
): LogEntry {
  if (individualId !== null) requireIndividual(store, individualId)
  const id = individualId ?? randomUUID()
  const named = value.name.trim() === '' && individualId === null ? { ...value, name: freeName(store) } : value
  return store.append({ kind: 'individual', individualId: id, value: named }, author(by))
}

export function mergeIndividuals(store: ProjectStore, from: string, into: string, by: string): LogEntry {
  requireIndividual(store, from)
  requireIndividual(store, into)
  const identity = store.identity()
  const [loser, winner] = [identity.canonical(from), identity.canonical(into)]
  if (loser === winner) throw invalidArgument('into', 'another individual than `from`', into)
  return store.append({ kind: 'merge', from: loser, into: winner }, author(by))
}

export function splitIndividual(
  store: ProjectStore,
  annotationIds: readonly string[],
  value: IndividualValue,
  by: string,
): LogEntry {
  const drawn = new Set(store.annotations().map(({ annotationId }) => annotationId))
  for (const id of annotationIds) required(drawn.has(id) ? id : undefined, `annotation ${id}`)
  return store.atomically(() => {
    const into = addIndividual(store, value, by)
    const replaces = settledBy(store.identity(), annotationIds)
    return store.append({ kind: 'split', annotationIds, into, replaces }, author(by))
  })
}

/** Accepts matches that a rule proposed: all of them, or none where one is no longer open. */
export function accept(
  store: ProjectStore,
  matcher: Matcher,
  matches: readonly { readonly queryId: string; readonly individualId: string }[],
  by: string,
): readonly LogEntry[] {
  const ranking = new Ranking(store, matcher)
  return store.atomically(() =>
    matches.map(({ queryId, individualId }) => {
      const annotation = ranking.annotation(queryId)
      if (ranking.identity.states.has(queryId)) {
        throw new ResightError('invalid-argument', 'One of these photos was decided meanwhile; nothing was accepted', {
          remedy: 'Look at what would be accepted now.',
        })
      }
      requireIndividual(store, individualId)
      const today = ranking.identity.canonical(individualId)
      const candidates = ranking.rank(queryId)
      const at = candidates.findIndex((candidate) => candidate.individualId === today)
      const evidence = ranking.evidence(annotation, candidates[at]?.annotationId ?? null, at < 0 ? null : at + 1)
      const decision = { kind: 'decision', annotationId: queryId, verdict: 'match', individualId: today } as const
      return store.append({ ...decision, evidence, replaces: [], automatic: true }, author(by))
    }),
  )
}

function addIndividual(store: ProjectStore, value: IndividualValue, by: string): string {
  const individualId = randomUUID()
  const name = value.name.trim() === '' ? freeName(store) : value.name.trim()
  store.append({ kind: 'individual', individualId, value: { ...value, name } }, author(by))
  return individualId
}

function freeName(store: ProjectStore): string {
  return nextName([...store.identity().individuals.values()].map(({ name }) => name))
}

/** @throws ResightError `invalid-argument`, `not-found` */
function requireIndividual(store: ProjectStore, individualId: string | null): void {
  if (individualId === null) throw invalidArgument('individualId', 'an individual’s id', individualId)
  const identity = store.identity()
  required(identity.individuals.get(identity.canonical(individualId)), `individual ${individualId}`)
}

function author(by: string) {
  return { by, at: new Date().toISOString() }
}
