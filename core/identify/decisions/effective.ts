import type { LogEntry } from '../../api/identify.ts'

/** Before, the same or after, in the one order that every copy of a log agrees on: causes before effects. */
export function compareEntries(a: LogEntry, b: LogEntry): number {
  if (a.clock !== b.clock) return a.clock - b.clock
  return a.entryId < b.entryId ? -1 : a.entryId > b.entryId ? 1 : 0
}

/**
 * The entries that count, in order: those that no counting undo takes back. An undo is an entry as any other, so it can be
 * undone too. It only reaches entries before it; an undo of what is not there (yet) does nothing.
 * @param entries in any order
 */
export function effectiveEntries(entries: readonly LogEntry[]): readonly LogEntry[] {
  const sorted = [...entries].sort(compareEntries)
  const undone = undoneIds(sorted)
  return sorted.filter((entry) => entry.kind !== 'undo' && !undone.has(entry.entryId))
}

/** Ids of the entries that no counting undo takes back, undos among them: what may be undone. */
export function countingEntries(entries: readonly LogEntry[]): ReadonlySet<string> {
  const undone = undoneIds([...entries].sort(compareEntries))
  return new Set(entries.map(({ entryId }) => entryId).filter((id) => !undone.has(id)))
}

function undoneIds(sorted: readonly LogEntry[]): ReadonlySet<string> {
  const undone = new Set<string>()
  // Backwards: whether an undo counts is known before what it undoes is reached.
  for (let at = sorted.length - 1; at >= 0; at--) {
    const entry = sorted[at]!
    if (entry.kind === 'undo' && !undone.has(entry.entryId)) undone.add(entry.undoes)
  }
  return undone
}

/** @returns a clock for an entry written by someone who has seen all of `entries` */
export function nextClock(entries: Iterable<LogEntry>): number {
  let clock = 0
  for (const entry of entries) clock = Math.max(clock, entry.clock)
  return clock + 1
}

/**
 * What one more "undo" takes back: the newest entry of `by` that counts and is no undo.
 * @returns null where nothing is left
 */
export function lastUndoable(entries: readonly LogEntry[], by: string): LogEntry | null {
  return effectiveEntries(entries).findLast((entry) => entry.by === by) ?? null
}

/** What "redo" undoes: the newest counting undo of `by`, unless `by` has done something else since. */
export function lastRedoable(entries: readonly LogEntry[], by: string): LogEntry | null {
  const sorted = [...entries].sort(compareEntries)
  const undone = new Set<string>()
  for (const entry of sorted.toReversed()) {
    if (entry.by !== by) continue
    if (entry.kind !== 'undo') {
      // An action that stands ends what can be redone; one that was taken back is what redoing gives.
      if (!undone.has(entry.entryId)) return null
      continue
    }
    if (undone.has(entry.entryId)) continue
    const target = sorted.find(({ entryId }) => entryId === entry.undoes)
    if (target?.kind !== 'undo') return entry
    // A redo: it stands for the action that it gave back.
    undone.add(entry.undoes)
  }
  return null
}
