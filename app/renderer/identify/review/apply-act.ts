import type { Act, ReviewState } from './review-state.ts'
import { goTo, reopen, settle } from './trail.ts'

type Parts = Pick<ReviewState, 'trail' | 'done' | 'undone' | 'denied'>

/** The sitting after something was decided: what could be done again no longer can. */
export function withDone(state: Parts, act: Act): Parts {
  return { ...applied(state, act), done: [...state.done, act], undone: [] }
}

/** The sitting after an act was taken back: it is looked at again. */
export function withUndone(state: Parts, act: Act): Parts {
  const without = ({ actId }: Act) => actId !== act.actId
  return { ...unapplied(state, act), done: state.done.filter(without), undone: [...state.undone.filter(without), act] }
}

/** The sitting after an act that was taken back was done again. */
export function withRedone(state: Parts, act: Act): Parts {
  const without = ({ actId }: Act) => actId !== act.actId
  return { ...applied(state, act), done: [...state.done.filter(without), act], undone: state.undone.filter(without) }
}

/** The sitting as if the act had never been. */
export function without(state: Parts, act: Act): Parts {
  const others = (acts: readonly Act[]) => acts.filter(({ actId }) => actId !== act.actId)
  return { ...unapplied(state, act), done: others(state.done), undone: others(state.undone) }
}

function applied(state: Parts, { annotationIds, settles, decision }: Act): Parts {
  if (settles) return { ...state, trail: settle(state.trail, annotationIds) }
  if (decision === null || decision.individualId === null) return state
  const { annotationId, individualId } = decision
  const denied = [...(state.denied[annotationId] ?? []), individualId]
  return { ...state, denied: { ...state.denied, [annotationId]: denied } }
}

function unapplied(state: Parts, { annotationIds, settles, decision }: Act): Parts {
  const trail = settles ? reopen(state.trail, annotationIds) : state.trail
  const first = annotationIds[0]
  const shown = first === undefined ? trail : goTo(trail, first)
  if (settles || decision === null) return { ...state, trail: shown }
  const { annotationId, individualId } = decision
  const denied = (state.denied[annotationId] ?? []).filter((id) => id !== individualId)
  return { ...state, trail: shown, denied: { ...state.denied, [annotationId]: denied } }
}
