import { ResightError } from '../types.ts'
import type { JsonObject } from './json-file.ts'

/** Reads values of a parsed file; every complaint names the file and the field. */
export class FieldChecker {
  readonly #file: string

  constructor(file: string) {
    this.#file = file
  }

  error(at: string, expected: string): ResightError {
    return new ResightError('corrupt', `${this.#file}: expected ${expected} at ${at}`, {
      remedy: 'Restore the file from the project.',
    })
  }

  /** @param optional keys that may be absent */
  keys(value: unknown, at: string, keys: readonly string[], optional: readonly string[] = []): JsonObject {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.error(at, 'an object')
    const missing = keys.find((key) => !optional.includes(key) && !Object.hasOwn(value, key))
    if (missing !== undefined) throw this.error(at, `a field ${missing}`)
    const strange = Object.keys(value).find((key) => !keys.includes(key))
    if (strange !== undefined) throw this.error(at, `no field ${strange}`)
    return value as JsonObject
  }

  list(value: unknown, at: string): readonly unknown[] {
    if (!Array.isArray(value) || value.length === 0) throw this.error(at, 'a list with at least one value')
    return value
  }

  text(value: unknown, at: string, form?: RegExp): string {
    if (typeof value !== 'string' || value.trim() === '' || value.length > 1000) throw this.error(at, 'text')
    if (form !== undefined && !form.test(value)) throw this.error(at, `text of the form ${form.source}`)
    return value
  }

  flag(value: unknown, at: string): boolean {
    if (typeof value !== 'boolean') throw this.error(at, 'true or false')
    return value
  }

  count(value: unknown, at: string): number {
    if (!Number.isSafeInteger(value) || (value as number) < 1) throw this.error(at, 'a positive integer')
    return value as number
  }

  size(value: unknown, at: string): number {
    if (typeof value !== 'number' || !(value > 0 && value < 1e6)) throw this.error(at, 'a positive number')
    return value
  }

  oneOf<T extends string>(value: unknown, at: string, names: readonly T[]): T {
    const name = names.find((candidate) => candidate === value)
    if (name === undefined) throw this.error(at, `one of ${names.join(', ')}`)
    return name
  }

  orNull<T>(value: unknown, read: (value: unknown) => T): T | null {
    return value === null || value === undefined ? null : read(value)
  }
}
