import { ResightError } from '../../types.ts'
import type { ErrorCode } from '../../types.ts'

/** SQLite's primary result codes (sqlite.org/rescode.html) that a person can do something about. */
const CAUSES: Readonly<Record<number, { code: ErrorCode; what: string; remedy: string }>> = {
  5: { code: 'busy', what: 'is in use by another process', remedy: 'Wait for it to end, then try again.' },
  6: { code: 'busy', what: 'is in use by another process', remedy: 'Wait for it to end, then try again.' },
  8: {
    code: 'unreadable',
    what: 'cannot be written',
    remedy: 'Allow writing to it, or choose another library folder.',
  },
  10: { code: 'unreadable', what: 'cannot be read or written: the disk reports an error', remedy: 'Check the disk.' },
  11: {
    code: 'corrupt',
    what: 'is damaged',
    remedy: 'Rename it and add your folders again, or put back a copy of it. Your photos are not affected.',
  },
  13: { code: 'unreadable', what: 'cannot grow: the disk is full', remedy: 'Free some space, then run it again.' },
  14: {
    code: 'unreadable',
    what: 'cannot be opened',
    remedy: 'Check that the library folder may be read and written.',
  },
  26: {
    code: 'corrupt',
    what: 'is not a catalogue, or is damaged',
    remedy: 'Rename it and add your folders again, or put back a copy of it. Your photos are not affected.',
  },
}

/**
 * The error voice over node:sqlite's errors. Errors that are not the database's come back unchanged.
 * @param path the database file, named in the message
 */
export function databaseError(cause: unknown, path: string): unknown {
  if (!(cause instanceof Error) || cause instanceof ResightError) return cause
  // ERR_OUT_OF_RANGE: an integer beyond 2^53, which no catalogue of ours holds.
  if ('code' in cause && cause.code === 'ERR_OUT_OF_RANGE') return corruptCatalogue(path, cause.message, cause)
  if (!('errcode' in cause) || typeof cause.errcode !== 'number') return cause
  const known = CAUSES[cause.errcode & 0xff]
  if (known === undefined) return new ResightError('internal', `${path}: ${cause.message}`, { cause })
  return new ResightError(known.code, `${path} ${known.what} (${cause.message})`, { cause, remedy: known.remedy })
}

/** For what the database gives without complaint and yet cannot be, e.g. a vector of the wrong length. */
export function corruptCatalogue(path: string, what: string, cause?: unknown): ResightError {
  return new ResightError('corrupt', `${path} is damaged: ${what}`, {
    cause,
    remedy: 'Rename it and add your folders again, or put back a copy of it. Your photos are not affected.',
  })
}

/** Whether SQLite itself says that the file is damaged or no database. */
export function isDamage(cause: unknown): boolean {
  if (!(cause instanceof Error) || !('errcode' in cause) || typeof cause.errcode !== 'number') return false
  return (cause.errcode & 0xff) === 11 || (cause.errcode & 0xff) === 26
}
