import { invalidArgument } from '../../core/types.ts'

/** @throws ResightError `invalid-argument` naming the option and what it may be */
export function parseChoice<T extends string>(allowed: readonly T[], name: string, text: string): T {
  const found = allowed.find((value) => value === text)
  if (found === undefined) throw invalidArgument(name, `one of ${allowed.join(', ')}`, text)
  return found
}

/** @throws ResightError `invalid-argument` naming the option */
export function parseNumber(name: string, text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw invalidArgument(name, 'a number', text)
  return value
}
