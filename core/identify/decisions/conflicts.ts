import type { Conflict, LogEntry } from '../../api/identify.ts'
import type { IdentityState } from './state.ts'

interface Link {
  readonly to: string
  readonly entryId: string
}

/**
 * Contradictions of the form A = B, B = C, A ≠ C. What counts as "=": an annotation with the individual that its heads
 * give it and with the annotation it was matched against, and the two sides of a merge. What counts as "≠": every
 * not-this-one that counts, between its annotation and the one it was shown beside (else the individual).
 * @returns one entry a denial, with the shortest chain that contradicts it
 */
export function findConflicts(identity: IdentityState): readonly Conflict[] {
  const links = sameLinks(identity)
  const conflicts: Conflict[] = []
  for (const entry of identity.entries) {
    if (entry.kind !== 'decision' || entry.verdict !== 'not-this-one') continue
    const denied = entry.evidence.against ?? entry.individualId
    if (denied === null) continue
    const chain = shortestChain(links, entry.annotationId, denied)
    if (chain !== null) conflicts.push({ denial: entry.entryId, ...chain })
  }
  return conflicts
}

function sameLinks(identity: IdentityState): ReadonlyMap<string, readonly Link[]> {
  const links = new Map<string, Link[]>()
  function link(a: string, b: string, entryId: string): void {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const known = links.get(from)
      if (known === undefined) links.set(from, [{ to, entryId }])
      else known.push({ to, entryId })
    }
  }
  for (const [annotationId, heads] of identity.heads) {
    for (const { entry, state } of heads) {
      if (state.kind === 'identified') link(annotationId, state.individualId, entry.entryId)
      const against = matchedAgainst(entry)
      // What it was matched against may have been moved to another animal since: then the match says nothing of it.
      if (against !== null && isStill(identity, against, state.kind === 'identified' ? state.individualId : null))
        link(annotationId, against, entry.entryId)
    }
  }
  for (const entry of identity.entries) if (entry.kind === 'merge') link(entry.from, entry.into, entry.entryId)
  return links
}

function matchedAgainst(entry: LogEntry): string | null {
  return entry.kind === 'decision' && entry.verdict === 'match' ? entry.evidence.against : null
}

function isStill(identity: IdentityState, annotationId: string, individualId: string | null): boolean {
  const state = identity.states.get(annotationId)
  return (
    individualId !== null && state?.kind === 'identified' && state.individualId === identity.canonical(individualId)
  )
}

/** Breadth first. */
function shortestChain(
  links: ReadonlyMap<string, readonly Link[]>,
  from: string,
  to: string,
): { readonly chain: readonly string[]; readonly entries: readonly string[] } | null {
  const cameBy = new Map<string, { readonly from: string; readonly entryId: string } | null>([[from, null]])
  const queue = [from]
  for (const node of queue) {
    if (node === to) break
    for (const { to: next, entryId } of links.get(node) ?? []) {
      if (cameBy.has(next)) continue
      cameBy.set(next, { from: node, entryId })
      queue.push(next)
    }
  }
  if (!cameBy.has(to)) return null
  const chain = [to]
  const entries: string[] = []
  for (let step = cameBy.get(to) ?? null; step !== null; step = cameBy.get(step.from) ?? null) {
    chain.unshift(step.from)
    entries.unshift(step.entryId)
  }
  return { chain, entries }
}
