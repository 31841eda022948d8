import { useEffect, useMemo } from 'react'
import type { DecisionValue } from '../../../../core/api/photo-id.ts'
import type { Shell } from '../../../../core/api/shell.ts'
import { useShell } from '../../shell/use-shell.ts'
import { useRefreshProject } from '../parts/use-project.ts'
import { useReviewer } from '../parts/use-reviewer.ts'
import { withDone, withRedone, withUndone, without } from './apply-act.ts'
import { lastDecision } from './earlier-decisions.ts'
import { type Act, actOf, amendAct, newAct, onWritten, useReviewState, writes } from './review-state.ts'

type Matches = readonly { readonly queryId: string; readonly individualId: string }[]

export interface Decisions {
  /** @returns false where nobody says who decides */
  readonly decide: (decision: DecisionValue) => Promise<boolean>
  readonly accept: (matches: Matches) => Promise<boolean>
  /** @returns what was taken back; null: nothing was left */
  readonly undo: () => Promise<Act | null>
  readonly redo: () => Promise<Act | null>
}

type Send = (by: string) => Promise<readonly string[]>

/** How each act of this sitting is written, for when it is tried again. */
const unwritten = new Map<number, Send>()

/** As far back as the log is looked through for what an earlier sitting decided. */
const LOG_LENGTH = 5000

/** Decisions are shown at once and written behind the person's back, in order; what fails is kept (`WriteLine`). */
export function useDecisions(projectId: string): Decisions {
  const shell = useShell()
  const ask = useReviewer((reviewer) => reviewer.ask)
  const refresh = useRefreshProject(projectId)
  useEffect(() => onWritten(() => void refresh()), [refresh])
  return useMemo(() => {
    const write = async ({ actId }: Act, by: string): Promise<void> => {
      // Taken back before it could be written.
      if (!useReviewState.getState().done.some((act) => act.actId === actId)) return
      const entryIds = await unwritten.get(actId)?.(by)
      if (entryIds !== undefined) amendAct(actId, { entryIds })
    }
    const apply = async (act: Act, send: Send): Promise<boolean> => {
      const by = await ask()
      if (by === null) return false
      unwritten.set(act.actId, send)
      useReviewState.setState((state) => withDone(state, act))
      writes.put({
        work: () => write(act, by),
        revert: () => useReviewState.setState((state) => without(state, act)),
      })
      return true
    }
    return {
      decide: (decision) => {
        const { annotationId, verdict } = decision
        const settles = verdict !== 'not-this-one'
        const act = newAct({ decision, annotationIds: [annotationId], settles, entryIds: [] })
        return apply(act, async (by) => [(await shell.call('decide', projectId, decision, by)).entryId])
      },
      accept: (matches) => {
        const annotationIds = matches.map(({ queryId }) => queryId)
        const act = newAct({ decision: null, annotationIds, settles: true, entryIds: [] })
        return apply(act, async (by) =>
          (await shell.call('accept', projectId, matches, by)).map(({ entryId }) => entryId),
        )
      },
      undo: async () => {
        const by = await ask()
        if (by === null) return null
        const act = useReviewState.getState().done.at(-1) ?? (await earlierAct(shell, projectId, by))
        if (act === null) return null
        useReviewState.setState((state) => withUndone(state, act))
        writes.put({
          // Where it could not be written, there is nothing to take back.
          work: async () =>
            amendAct(act.actId, { undoIds: await takeBack(shell, projectId, actOf(act.actId)?.entryIds ?? [], by) }),
          revert: () => useReviewState.setState((state) => withRedone(state, act)),
        })
        return act
      },
      redo: async () => {
        const by = await ask()
        const act = useReviewState.getState().undone.at(-1)
        if (by === null || act === undefined) return null
        useReviewState.setState((state) => withRedone(state, act))
        writes.put({
          work: async () => {
            const { entryIds = [], undoIds = [] } = actOf(act.actId) ?? {}
            if (entryIds.length === 0) await write(act, by)
            else await takeBack(shell, projectId, undoIds, by)
          },
          revert: () => useReviewState.setState((state) => withUndone(state, act)),
        })
        return act
      },
    }
  }, [shell, ask, projectId])
}

async function takeBack(shell: Shell, projectId: string, entryIds: readonly string[], by: string): Promise<string[]> {
  const undos: string[] = []
  for (const entryId of entryIds.toReversed()) undos.unshift((await shell.call('undo', projectId, entryId, by)).entryId)
  return undos
}

/** What this person decided last, in an earlier sitting or at another window. */
async function earlierAct(shell: Shell, projectId: string, by: string): Promise<Act | null> {
  await writes.settled()
  const entry = lastDecision(await shell.call('projectLog', projectId, LOG_LENGTH), by)
  if (entry === null) return null
  const { annotationId, verdict, individualId, entryId } = entry
  const decision = { annotationId, verdict, individualId, against: entry.evidence.against, rank: entry.evidence.rank }
  return newAct({
    decision,
    annotationIds: [annotationId],
    settles: verdict !== 'not-this-one',
    entryIds: [entryId],
  })
}
