import type { Individual, LogEntry } from '../../../../core/api/identify.ts'

/**
 * Ids of the entries that were taken back and not given back since.
 * @param newestFirst as `projectLog` gives them: an undo comes before what it undoes
 */
export function undoneEntries(newestFirst: readonly LogEntry[]): ReadonlySet<string> {
  const undone = new Set<string>()
  for (const entry of newestFirst) if (entry.kind === 'undo' && !undone.has(entry.entryId)) undone.add(entry.undoes)
  return undone
}

/** Whether an entry is about an individual, under any of its ids, or about a photo that is held to show it. */
export function concerns(entry: LogEntry, individual: Individual): boolean {
  const ids = new Set([individual.individualId, ...individual.alsoIds])
  switch (entry.kind) {
    case 'individual':
      return ids.has(entry.individualId)
    case 'decision':
      return (
        (entry.individualId !== null && ids.has(entry.individualId)) ||
        individual.annotationIds.includes(entry.annotationId)
      )
    case 'merge':
      return ids.has(entry.from) || ids.has(entry.into)
    case 'split':
      return ids.has(entry.into) || entry.annotationIds.some((id) => individual.annotationIds.includes(id))
    // Told with what it undoes.
    case 'undo':
      return false
  }
}
