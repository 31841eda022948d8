import { invalidArgument } from '../../types.ts'

export const MAX_NAME_LENGTH = 200

/** A name that a person gave. */
export interface GivenName {
  /** Trimmed, in Unicode's composed form. */
  readonly name: string
  /** The same for names that differ only in case. */
  readonly folded: string
}

/** @param field what the name is of, for the error @throws ResightError `invalid-argument` */
export function checkName(field: string, name: unknown): GivenName {
  const trimmed = typeof name === 'string' ? name.normalize().trim() : ''
  if (trimmed === '' || trimmed.length > MAX_NAME_LENGTH) {
    throw invalidArgument(field, `a text of 1 to ${MAX_NAME_LENGTH} characters`, name)
  }
  // Lower case alone keeps ẞ and ß, ς and σ apart.
  return { name: trimmed, folded: trimmed.toUpperCase().toLowerCase() }
}
