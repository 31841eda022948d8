import type { AnnotationState, Individual, IndividualValue, LogEntry } from '../../api/identify.ts'
import { effectiveEntries } from './effective.ts'
import { NameSets } from './name-sets.ts'

/** An entry that settles an annotation, and as what. */
export interface Settling {
  readonly entry: LogEntry
  readonly state: AnnotationState
}

/** What a log says. */
export interface IdentityState {
  /** The entries that count, in order. */
  readonly entries: readonly LogEntry[]
  /** Settled annotations only. */
  readonly states: ReadonlyMap<string, AnnotationState>
  readonly individuals: ReadonlyMap<string, Individual>
  /** By annotation, the entries that settle it and that no later one replaces: more than one where people disagree. */
  readonly heads: ReadonlyMap<string, readonly Settling[]>
  /** Today's id of an individual that may have been merged away. */
  canonical(individualId: string): string
}

const UNNAMED: IndividualValue = { name: '', sex: 'unknown', lifeStage: 'unknown', notes: '' }

/**
 * Derives the state of a project from its log. Every copy with the same entries derives the same state, whatever the order
 * they came in (a multi-value register per annotation: Shapiro et al. 2011, "A comprehensive study of Convergent and
 * Commutative Replicated Data Types", section 3.2.2):
 * - an annotation's state is what its newest head says;
 * - merged individuals are one, under the id that the merge names; so are two that begin with one annotation, which is
 *   what two people who both say "new" of one photo have made.
 */
export function deriveState(log: readonly LogEntry[]): IdentityState {
  const entries = effectiveEntries(log)
  const values = new Map<string, IndividualValue>()
  const names = new NameSets()
  const heads = new Map<string, Settling[]>()
  function settle(annotationId: string, settling: Settling, replaces: readonly string[]): void {
    const replaced = new Set(replaces)
    const others = (heads.get(annotationId) ?? []).filter(({ entry }) => !replaced.has(entry.entryId))
    heads.set(annotationId, [...others, settling])
  }
  for (const entry of entries) {
    switch (entry.kind) {
      case 'individual':
        values.set(entry.individualId, entry.value)
        names.add(entry.individualId)
        break
      case 'decision':
        if (entry.individualId !== null) names.add(entry.individualId)
        if (entry.verdict === 'not-this-one') break
        settle(entry.annotationId, { entry, state: stateOf(entry.verdict, entry.individualId) }, entry.replaces)
        break
      case 'merge':
        names.join(entry.from, entry.into)
        break
      case 'split':
        names.add(entry.into)
        for (const annotationId of entry.annotationIds)
          settle(annotationId, { entry, state: { kind: 'identified', individualId: entry.into } }, entry.replaces)
        break
      case 'undo':
        break
    }
  }
  for (const settlings of heads.values()) joinFounders(settlings, names)
  const states = new Map<string, AnnotationState>()
  const founded = foundedIndividuals(log, names)
  for (const [annotationId, settlings] of heads) states.set(annotationId, currentName(settlings.at(-1)!.state, names))
  return {
    entries,
    states,
    individuals: individualsOf(states, values, names, founded),
    heads,
    canonical: (individualId) => names.canonical(individualId),
  }
}

function stateOf(verdict: 'match' | 'new-individual' | 'cant-tell' | 'poor-photo', individualId: string | null) {
  if (verdict === 'cant-tell' || verdict === 'poor-photo') return { kind: verdict } as const
  return { kind: 'identified', individualId: individualId! } as const
}

function joinFounders(settlings: readonly Settling[], names: NameSets): void {
  const founded = settlings.flatMap(({ entry }) =>
    entry.kind === 'decision' && entry.verdict === 'new-individual' ? [entry.individualId!] : [],
  )
  for (const other of founded.slice(1)) names.join(other, founded[0]!)
}

function currentName(state: AnnotationState, names: NameSets): AnnotationState {
  return state.kind === 'identified' ? { ...state, individualId: names.canonical(state.individualId) } : state
}

function individualsOf(
  states: ReadonlyMap<string, AnnotationState>,
  values: ReadonlyMap<string, IndividualValue>,
  names: NameSets,
  founded: ReadonlySet<string>,
): ReadonlyMap<string, Individual> {
  const annotationIds = new Map<string, string[]>()
  for (const [annotationId, state] of states) {
    if (state.kind !== 'identified') continue
    const known = annotationIds.get(state.individualId)
    if (known === undefined) annotationIds.set(state.individualId, [annotationId])
    else known.push(annotationId)
  }
  const individuals = new Map<string, Individual>()
  for (const [individualId, alsoIds] of names.sets()) {
    const photographed = annotationIds.get(individualId) ?? []
    const described = values.get(individualId) ?? alsoIds.map((also) => values.get(also)).find(Boolean)
    // Of one that a decision or a split began, and that was taken back or whose photos have all gone elsewhere, nothing is
    // left; one that was entered by itself stays.
    if (photographed.length === 0 && (described === undefined || founded.has(individualId))) continue
    individuals.set(individualId, {
      ...(described ?? UNNAMED),
      individualId,
      alsoIds,
      annotationIds: photographed,
    })
  }
  return individuals
}

/** Individuals that began with photos, whether or not that still counts. */
function foundedIndividuals(log: readonly LogEntry[], names: NameSets): ReadonlySet<string> {
  const founded = log.flatMap((entry) =>
    entry.kind === 'split'
      ? [entry.into]
      : entry.kind === 'decision' && entry.verdict === 'new-individual'
        ? [entry.individualId!]
        : [],
  )
  return new Set(founded.map((id) => names.canonical(id)))
}
