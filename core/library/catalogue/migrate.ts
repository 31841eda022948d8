import { ResightError } from '../../types.ts'
import { Database } from './database.ts'
import { corruptCatalogue } from './failure.ts'
import { integer } from './rows.ts'

/** What a database file must be, and how it gets there. */
export interface Schema {
  readonly applicationId: number
  readonly pageBytes: number
  /** SQL that brings version i to i + 1. */
  readonly migrations: readonly string[]
}

/**
 * Readers beside one writer; a commit survives a killed process, and the file a power cut. 8 MB of cache hold the upper
 * pages of the indexes of 100,000 photos.
 */
const SETTINGS = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA journal_size_limit = 67108864;
PRAGMA cache_size = -8192`

/**
 * Makes an empty database the newest version, or brings an older one there, then checks that its tables, indexes and
 * triggers are exactly ours: whoever hands a person a catalogue must not hand them views and triggers of their own.
 * @throws ResightError `corrupt` for another program's database or other tables; `unsupported` for a newer version
 */
export function migrate(database: Database, schema: Schema): void {
  if (refuseForeign(database, schema))
    database.exec(`PRAGMA page_size = ${schema.pageBytes}; PRAGMA auto_vacuum = INCREMENTAL`)
  database.exec(SETTINGS)
  if (pragma(database, 'user_version') < schema.migrations.length) {
    database.transaction(() => {
      // Another process may have migrated while this one waited for the lock.
      refuseForeign(database, schema)
      for (const sql of schema.migrations.slice(pragma(database, 'user_version'))) database.exec(sql)
      database.exec(
        `PRAGMA application_id = ${schema.applicationId}; PRAGMA user_version = ${schema.migrations.length}`,
      )
    })
  }
  if (fingerprint(database) !== expectedFingerprint(schema)) {
    throw corruptCatalogue(database.path, 'its tables are not those that Resight makes')
  }
}

/** @returns whether the database is empty */
function refuseForeign(database: Database, schema: Schema): boolean {
  const version = pragma(database, 'user_version')
  const tables = database.get('SELECT count(*) AS n FROM sqlite_schema')
  if (version === 0 && tables !== undefined && integer(tables, 'n') === 0) return true
  if (pragma(database, 'application_id') !== schema.applicationId) {
    throw new ResightError('corrupt', `${database.path} is a database of another program`, {
      remedy: 'Move it elsewhere, or choose another library folder.',
    })
  }
  if (version > schema.migrations.length) {
    const known = schema.migrations.length
    throw new ResightError(
      'unsupported',
      `${database.path} was made by a newer Resight (schema ${version}; this one knows up to ${known})`,
      { remedy: 'Update Resight, or choose another library folder.' },
    )
  }
  return false
}

function pragma(database: Database, name: 'user_version' | 'application_id'): number {
  return integer(database.get(`PRAGMA ${name}`) ?? {}, name)
}

function fingerprint(database: Database): string {
  const rows = database.all(
    `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name`,
  )
  return JSON.stringify(rows)
}

function expectedFingerprint(schema: Schema): string {
  const fresh = new Database(':memory:')
  try {
    for (const sql of schema.migrations) fresh.exec(sql)
    return fingerprint(fresh)
  } finally {
    fresh.close()
  }
}
