import { readFileSync, statSync } from 'node:fs'
import { ResightError } from '../types.ts'

export type JsonObject = Readonly<Record<string, unknown>>

const KINDS = { string: 'text', number: 'a number', boolean: 'true or false' } as const
interface Kinds {
  string: string
  number: number
  boolean: boolean
}

/**
 * Reads a JSON object from a file that someone else made.
 * @param maxBytes more than this is refused unread
 * @throws ResightError `not-found`, `too-large`, `unreadable` or `corrupt`, naming the file
 */
export function readJsonFile(path: string, maxBytes: number): JsonObject {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined || !stat.isFile()) {
    throw new ResightError('not-found', `There is no file ${path}`, { remedy: REMEDY })
  }
  if (stat.size > maxBytes) {
    throw new ResightError('too-large', `${path} has ${stat.size} bytes; at most ${maxBytes} are read`, {
      remedy: REMEDY,
    })
  }
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new ResightError('unreadable', `${path} could not be read`, { cause, remedy: 'Check its permissions.' })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new ResightError('corrupt', `${path} is not JSON`, { cause, remedy: REMEDY })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ResightError('corrupt', `${path} should hold a JSON object`, { remedy: REMEDY })
  }
  return value as JsonObject
}

/** A field of the given kind; undefined when absent or null. @throws ResightError `corrupt` for another kind */
export function readField<K extends keyof Kinds>(
  object: JsonObject,
  key: string,
  kind: K,
  file: string,
): Kinds[K] | undefined {
  const value = Object.hasOwn(object, key) ? object[key] : undefined
  if (value === undefined || value === null) return undefined
  if (typeof value === kind) return value as Kinds[K]
  throw new ResightError('corrupt', `Expected ${KINDS[kind]} for ${key} in ${file} but received a ${typeof value}`, {
    remedy: REMEDY,
  })
}

/** An object field, empty when absent. @throws ResightError `corrupt` for another kind */
export function readObject(object: JsonObject, key: string, file: string): JsonObject {
  const value = Object.hasOwn(object, key) ? object[key] : undefined
  if (value === undefined || value === null) return {}
  if (typeof value === 'object' && !Array.isArray(value)) return value as JsonObject
  throw new ResightError('corrupt', `Expected an object for ${key} in ${file}`, { remedy: REMEDY })
}

const REMEDY = 'If it is a downloaded model, remove it and get it again; `resight models` lists what there is.'
