import type { AnnotationState, Disagreement } from '../../api/identify.ts'
import type { IdentityState } from './state.ts'

/**
 * Annotations that two people settled differently, neither having seen the other's entry. A later decision by someone who
 * has seen both replaces both, and so ends the disagreement.
 */
export function findDisagreements(identity: IdentityState): readonly Disagreement[] {
  const found: Disagreement[] = []
  for (const [annotationId, heads] of identity.heads) {
    const verdicts = heads.map(({ entry, state }) => ({
      entryId: entry.entryId,
      by: entry.by,
      at: entry.at,
      state: state.kind === 'identified' ? { ...state, individualId: identity.canonical(state.individualId) } : state,
    }))
    if (new Set(verdicts.map(({ state }) => key(state))).size > 1) found.push({ annotationId, verdicts })
  }
  return found
}

function key(state: AnnotationState): string {
  return state.kind === 'identified' ? `= ${state.individualId}` : state.kind
}
