/**
 * The way through the open annotations of a project. What was passed keeps its order, so that going back finds it again;
 * what is ahead follows the engine's queue, which sorts itself anew with every decision.
 */
export interface Trail {
  /** Annotations in the order they were looked at; the one at `at` is looked at now. */
  readonly passed: readonly string[]
  /** −1: none yet. */
  readonly at: number
  /** Settled here, and not taken back: the queue may not know yet. */
  readonly settled: ReadonlySet<string>
  /** Taken back here: the queue may not know yet. */
  readonly reopened: ReadonlySet<string>
}

export const NO_TRAIL: Trail = { passed: [], at: -1, settled: new Set(), reopened: new Set() }

export function currentOf({ passed, at }: Trail): string | null {
  return passed[at] ?? null
}

/** @param queue open annotations, the most certain first @returns all that wait for a decision, nearest first */
export function openOf(trail: Trail, queue: readonly string[]): readonly string[] {
  const { settled, reopened } = trail
  const isKnown = new Set(queue)
  const also = trail.passed.filter((id) => reopened.has(id) && !isKnown.has(id))
  return [...queue, ...also].filter((id) => !settled.has(id))
}

/** Goes on: to what comes next of what was passed and is open, else to what is ahead, else back to what was skipped. */
export function goOn(trail: Trail, queue: readonly string[]): Trail {
  const next = nextAfter(trail, queue, 1)[0]
  return next === undefined ? leave(trail) : goTo(trail, next)
}

/** The ids that going on leads to, in order; the present one not among them. */
export function nextAfter(trail: Trail, queue: readonly string[], count: number): readonly string[] {
  const current = currentOf(trail)
  const open = openOf(trail, queue)
  const isOpen = new Set(open)
  const passed = new Set(trail.passed)
  const later = trail.passed.slice(trail.at + 1).filter((id) => isOpen.has(id))
  const ahead = open.filter((id) => !passed.has(id))
  const skipped = trail.passed.slice(0, Math.max(0, trail.at)).filter((id) => isOpen.has(id))
  return [...new Set([...later, ...ahead, ...skipped])].filter((id) => id !== current).slice(0, count)
}

export function goBack(trail: Trail): Trail {
  return trail.at <= 0 ? trail : { ...trail, at: trail.at - 1 }
}

/** Looks at one annotation, wherever it is. */
export function goTo(trail: Trail, annotationId: string): Trail {
  const at = trail.passed.indexOf(annotationId)
  if (at !== -1) return { ...trail, at }
  const passed = [...trail.passed.slice(0, trail.at + 1), annotationId, ...trail.passed.slice(trail.at + 1)]
  return { ...trail, passed, at: trail.at + 1 }
}

/** Nothing is left: beyond the last of what was passed, so that going back still works. */
function leave(trail: Trail): Trail {
  return { ...trail, at: trail.passed.length }
}

export function settle(trail: Trail, annotationIds: readonly string[]): Trail {
  const reopened = new Set(trail.reopened)
  for (const id of annotationIds) reopened.delete(id)
  return { ...trail, settled: new Set([...trail.settled, ...annotationIds]), reopened }
}

/** Taken back: they wait again. */
export function reopen(trail: Trail, annotationIds: readonly string[]): Trail {
  const settled = new Set(trail.settled)
  for (const id of annotationIds) settled.delete(id)
  return { ...trail, settled, reopened: new Set([...trail.reopened, ...annotationIds]) }
}

/** Where it is, for a person: the how manieth of all that this sitting has to do. */
export function placeOf(trail: Trail, queue: readonly string[]): { readonly place: number; readonly of: number } {
  const passed = new Set(trail.passed)
  const ahead = openOf(trail, queue).filter((id) => !passed.has(id)).length
  const of = trail.passed.length + ahead
  return { place: Math.min(of, trail.at + 1), of }
}
