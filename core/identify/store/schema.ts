import { ResightError } from '../../types.ts'
import type { SqlDatabase } from './sql.ts'

/** `PRAGMA application_id` of a project: the bytes "Rspi". */
const APPLICATION_ID = 0x52737069
const VERSION = 2

/**
 * What the tables promise, kept by the database itself:
 * - the log only grows: its entries can neither be changed nor taken out;
 * - a photo is its content and is in exactly one encounter;
 * - an annotation that was drawn stays, as the log may speak of it; `removed` hides it.
 * Values are kept as JSON that `store/values.ts` checks on the way out; columns are what is searched by.
 */
const TABLES = `
CREATE TABLE project (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL) STRICT;
CREATE TABLE encounters (encounter TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE photos (
  hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
  encounter TEXT NOT NULL REFERENCES encounters (encounter),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX photos_encounter ON photos (encounter);
CREATE TABLE annotations (
  annotation TEXT PRIMARY KEY,
  hash TEXT NOT NULL REFERENCES photos (hash),
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX annotations_hash ON annotations (hash);
CREATE TABLE log (entry TEXT PRIMARY KEY, clock INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TRIGGER log_stays_1 BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_stays_2 BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TABLE comparisons (
  extractor TEXT NOT NULL,
  annotation0 TEXT NOT NULL REFERENCES annotations (annotation),
  annotation1 TEXT NOT NULL REFERENCES annotations (annotation),
  similarity REAL NOT NULL,
  PRIMARY KEY (extractor, annotation0, annotation1)
) STRICT, WITHOUT ROWID;
CREATE TABLE calibration (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL) STRICT;
`

/** Since version 2: what was measured of the project, by name. */
const MEASURED = 'CREATE TABLE measured (name TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;'

/** Makes the tables of a new project, or checks that the file is one. @throws ResightError `corrupt`, `unsupported` */
export function prepareSchema(database: SqlDatabase): void {
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA foreign_keys = ON')
  database.transaction(() => {
    const application = numberOf(database, 'application_id')
    const version = numberOf(database, 'user_version')
    if (application === APPLICATION_ID && version === VERSION) return
    if (application === APPLICATION_ID && version === 1) {
      database.exec(MEASURED)
      database.exec(`PRAGMA user_version = ${VERSION}`)
      return
    }
    if (application === APPLICATION_ID) {
      throw new ResightError('unsupported', `${database.path} was made by a newer Resight (version ${version})`, {
        remedy: 'Update Resight to open it.',
      })
    }
    const { count } = database.get('SELECT count(*) AS count FROM sqlite_schema') as { count: number }
    if (application !== 0 || count !== 0) {
      throw new ResightError('corrupt', `${database.path} is not a photo-ID project`, {
        remedy: 'Move it elsewhere, or open the project’s ZIP file.',
      })
    }
    database.exec(TABLES)
    database.exec(MEASURED)
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`)
    database.exec(`PRAGMA user_version = ${VERSION}`)
  })
}

function numberOf(database: SqlDatabase, pragma: string): number {
  return Number(database.get(`PRAGMA ${pragma}`)?.[pragma] ?? 0)
}
