import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readField, readJsonFile, type JsonObject } from '../json-file.ts'
import { ResightError } from '../../types.ts'

/** What is known of an installed model, kept in its folder. */
export interface InstallRecord {
  readonly id: string
  readonly family: string
  /** `hub` or `github`: downloaded; `import`: copied from a folder. */
  readonly origin: 'hub' | 'github' | 'import'
  /** ISO 8601 */
  readonly installedAt: string
  readonly files: readonly RecordedFile[]
}

export interface RecordedFile {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  /** `repository@commit:path`; null for imported files */
  readonly source: string | null
}

export const RECORD_FILE = 'resight-model.json'
const LARGEST_RECORD_BYTES = 1024 * 1024

/** @returns null where there is none @throws ResightError `corrupt` */
export function readRecord(folder: string): InstallRecord | null {
  const file = join(folder, RECORD_FILE)
  if (!existsSync(file)) return null
  const json = readJsonFile(file, LARGEST_RECORD_BYTES)
  const files = json['files']
  if (!Array.isArray(files)) throw broken(file)
  const origin = text(json, 'origin', file)
  if (origin !== 'hub' && origin !== 'github' && origin !== 'import') throw broken(file)
  return {
    id: text(json, 'id', file),
    family: text(json, 'family', file),
    origin,
    installedAt: text(json, 'installedAt', file),
    files: files.map((value: unknown) => {
      if (typeof value !== 'object' || value === null) throw broken(file)
      const item = value as JsonObject
      const bytes = readField(item, 'bytes', 'number', file)
      if (bytes === undefined) throw broken(file)
      const source = readField(item, 'source', 'string', file) ?? null
      return { path: text(item, 'path', file), bytes, sha256: text(item, 'sha256', file), source }
    }),
  }
}

/** Written whole or not at all. */
export function writeRecord(folder: string, record: InstallRecord): void {
  const file = join(folder, RECORD_FILE)
  writeFileSync(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`)
  renameSync(`${file}.new`, file)
}

function text(json: JsonObject, key: string, file: string): string {
  const value = readField(json, key, 'string', file)
  if (value === undefined || value === '') throw broken(file)
  return value
}

function broken(file: string): ResightError {
  return new ResightError('corrupt', `${file} is not what Resight wrote`, {
    remedy: 'Remove the model and get it again.',
  })
}
