import { ResightError } from '../../types.ts'

/** Of things that a caller names. @throws ResightError `not-found` */
export function required<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value
  throw new ResightError('not-found', `There is no ${what} in this project`, { remedy: 'List them and try again.' })
}
