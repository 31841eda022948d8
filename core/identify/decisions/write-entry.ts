import { randomUUID } from 'node:crypto'
import type { LogAction, LogEntry } from '../../api/identify.ts'
import { ResightError } from '../../types.ts'
import { nextClock } from './effective.ts'
import type { IdentityState } from './state.ts'

/** Who decides and when; both are recorded. */
export interface Author {
  readonly by: string
  /** UTC, ISO 8601. */
  readonly at: string
}

/** @throws ResightError `invalid-argument` where nobody is named: a decision of nobody is worth nothing later */
export function writeEntry(log: readonly LogEntry[], action: LogAction, author: Author): LogEntry {
  if (author.by.trim() === '') {
    throw new ResightError('invalid-argument', 'A decision needs the name of the person who makes it', {
      remedy: 'Enter your name or initials in the project’s settings, or pass --by.',
    })
  }
  return { entryId: randomUUID(), clock: nextClock(log), by: author.by.trim(), at: author.at, ...action }
}

/** Entries that settle these annotations at present, for `replaces` of the entry that settles them anew. */
export function settledBy(identity: IdentityState, annotationIds: readonly string[]): readonly string[] {
  const ids = annotationIds.flatMap((id) => (identity.heads.get(id) ?? []).map(({ entry }) => entry.entryId))
  return [...new Set(ids)]
}
