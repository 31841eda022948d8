import type { LogEntry } from '../../../../core/api/identify.ts'

/**
 * What one more "take back" takes back once a sitting's own decisions are all taken back: the newest decision of `by`
 * that counts. An undo takes an entry back, and an undo that is taken back itself gives it back.
 * @param newestFirst as `projectLog` gives them
 */
export function lastDecision(newestFirst: readonly LogEntry[], by: string): DecisionEntry | null {
  const undone = new Set<string>()
  for (const entry of newestFirst) if (entry.kind === 'undo' && !undone.has(entry.entryId)) undone.add(entry.undoes)
  const found = newestFirst.find((entry) => entry.kind === 'decision' && entry.by === by && !undone.has(entry.entryId))
  return found?.kind === 'decision' ? found : null
}

export type DecisionEntry = LogEntry & { readonly kind: 'decision' }
