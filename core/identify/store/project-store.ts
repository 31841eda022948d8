import { randomUUID } from 'node:crypto'
import type {
  Annotation,
  AnnotationValue,
  Encounter,
  EncounterValue,
  LogAction,
  LogEntry,
  Project,
  ProjectPhoto,
  ProjectValue,
} from '../../api/identify.ts'
import { ResightError } from '../../types.ts'
import { readCalibrationFile, writeCalibrationFile, type CalibrationSet } from '../calibration/calibration-file.ts'
import type { MeasuredRank } from '../candidates/shortlist.ts'
import type { RememberedComparison } from '../candidates/training-pairs.ts'
import { compareEntries } from '../decisions/effective.ts'
import { deriveState, type IdentityState } from '../decisions/state.ts'
import { writeEntry, type Author } from '../decisions/write-entry.ts'
import { ComparedPairs } from './compared-pairs.ts'
import type { MeasuredReliability, Read } from './read.ts'
import { prepareSchema } from './schema.ts'
import type { SqlDatabase } from './sql.ts'
import * as values from './values.ts'

/** An open project: its encounters, photos and annotations, its log, and what the log says. */
export class ProjectStore {
  readonly database: SqlDatabase
  /** What was read, until it changes. */
  #read: Read = {}
  #dataVersion: unknown = null
  #isWriting = false

  /** @param database of an existing project @throws ResightError `corrupt`, `unsupported` */
  constructor(database: SqlDatabase) {
    this.database = database
    prepareSchema(database)
  }

  /** @throws ResightError `corrupt` where the file holds none */
  get project(): Project {
    const read = this.#current()
    const row = () => this.database.get('SELECT body FROM project')?.['body'] ?? 'null'
    return (read.project ??= values.parseStored(values.PROJECT, row(), `The project ${this.database.path}`))
  }

  saveProject(value: ProjectValue, ids: Pick<Project, 'projectId' | 'createdAt'>): Project {
    const checked = values.checkGiven(values.PROJECT, { ...value, ...ids }, 'The project')
    this.database.run('INSERT OR REPLACE INTO project VALUES (1, ?)', JSON.stringify(checked))
    delete this.#read.project
    return checked
  }

  encounters(): readonly Encounter[] {
    const read = this.#current()
    const sql = 'SELECT body FROM encounters ORDER BY encounter'
    return (read.encounters ??= this.#list(sql, values.ENCOUNTER, 'An encounter'))
  }

  photos(): readonly ProjectPhoto[] {
    const read = this.#current()
    return (read.photos ??= this.#list('SELECT body FROM photos ORDER BY hash', values.PHOTO, 'A photo'))
  }

  annotations(): readonly Annotation[] {
    const read = this.#current()
    const sql = 'SELECT body FROM annotations WHERE removed = 0 ORDER BY annotation'
    return (read.annotations ??= this.#list(sql, values.ANNOTATION, 'An annotation'))
  }

  saveEncounter(value: EncounterValue, encounterId: string = randomUUID()): Encounter {
    const encounter = values.checkGiven(values.ENCOUNTER, { ...value, encounterId }, 'The encounter')
    const sql = 'INSERT INTO encounters VALUES (?, ?) ON CONFLICT (encounter) DO UPDATE SET body = excluded.body'
    this.database.run(sql, encounterId, JSON.stringify(encounter))
    delete this.#read.encounters
    return encounter
  }

  /** @throws ResightError `invalid-argument` while it has photos */
  removeEncounter(encounterId: string): void {
    const photo = this.photos().find((known) => known.encounterId === encounterId)
    if (photo !== undefined) {
      throw new ResightError('invalid-argument', `${photo.fileName} is in this encounter`, {
        remedy: 'Move its photos to another encounter, or take them out of the project, first.',
      })
    }
    this.database.run('DELETE FROM encounters WHERE encounter = ?', encounterId)
    delete this.#read.encounters
  }

  /** Adds a photo, or moves it to another encounter. */
  savePhoto(value: ProjectPhoto): void {
    const photo = values.checkGiven(values.PHOTO, value, 'The photo')
    const sql = `INSERT INTO photos VALUES (?, ?, ?)
      ON CONFLICT (hash) DO UPDATE SET encounter = excluded.encounter, body = excluded.body`
    this.database.run(sql, photo.contentHash, photo.encounterId, JSON.stringify(photo))
    delete this.#read.photos
  }

  /** Takes a photo and its annotations out; the log keeps what was decided of them. */
  removePhoto(contentHash: string): void {
    const compared = 'SELECT annotation FROM annotations WHERE hash = ?'
    this.atomically(() => {
      this.database.run(
        `DELETE FROM comparisons WHERE annotation0 IN (${compared}) OR annotation1 IN (${compared})`,
        contentHash,
        contentHash,
      )
      this.database.run('DELETE FROM annotations WHERE hash = ?', contentHash)
      this.database.run('DELETE FROM photos WHERE hash = ?', contentHash)
      this.#read = {}
    })
  }

  /** Draws an annotation, or corrects it; what was compared of another region is forgotten. */
  saveAnnotation(value: AnnotationValue, annotationId: string = randomUUID()): Annotation {
    const annotation = values.checkGiven(values.ANNOTATION, { ...value, annotationId }, 'The annotation')
    const sql = `INSERT INTO annotations (annotation, hash, body) VALUES (?, ?, ?)
      ON CONFLICT (annotation) DO UPDATE SET hash = excluded.hash, body = excluded.body, removed = 0`
    const before = this.database.get('SELECT body FROM annotations WHERE annotation = ?', annotationId)
    const known = before === undefined ? null : values.parseStored(values.ANNOTATION, before['body'], 'An annotation')
    this.atomically(() => {
      if (known !== null && pictured(known) !== pictured(annotation)) this.#forgetComparisons(annotationId)
      this.database.run(sql, annotationId, annotation.contentHash, JSON.stringify(annotation))
      delete this.#read.annotations
    })
    return annotation
  }

  /** Hides an annotation; the log keeps what was decided of it. */
  removeAnnotation(annotationId: string): void {
    this.database.run('UPDATE annotations SET removed = 1 WHERE annotation = ?', annotationId)
    delete this.#read.annotations
  }

  /** In order. */
  log(): readonly LogEntry[] {
    const read = this.#current()
    return (read.log ??= this.#list('SELECT body FROM log', values.ENTRY, 'An entry of the log').toSorted(
      compareEntries,
    ))
  }

  identity(): IdentityState {
    const log = this.log()
    return (this.#read.identity ??= deriveState(log))
  }

  /** @throws ResightError `invalid-argument` @returns the entry as it is in the log */
  append(action: LogAction, author: Author): LogEntry {
    const [entry] = this.appendEntries([writeEntry(this.log(), action, author)])
    return entry!
  }

  /** Adds entries that are not in the log yet, all or none. @returns those that were added */
  appendEntries(entries: readonly LogEntry[]): readonly LogEntry[] {
    const known = new Set(this.log().map(({ entryId }) => entryId))
    const fresh = entries
      .filter(({ entryId }) => !known.has(entryId))
      .map((entry) => values.checkGiven(values.ENTRY, entry, 'The log entry'))
    this.atomically(() => {
      for (const entry of fresh)
        this.database.run('INSERT INTO log VALUES (?, ?, ?)', entry.entryId, entry.clock, JSON.stringify(entry))
    })
    this.#read.log = [...this.log(), ...fresh].sort(compareEntries)
    delete this.#read.identity
    return fresh
  }

  /** Remembers similarities by `extractor@version`. */
  rememberComparisons(
    annotationId: string,
    comparisons: readonly { readonly annotationId: string; readonly similarities: Readonly<Record<string, number>> }[],
  ): void {
    this.atomically(() => {
      for (const { annotationId: other, similarities } of comparisons) {
        for (const [extractor, similarity] of Object.entries(similarities)) {
          const sql = 'INSERT OR REPLACE INTO comparisons VALUES (?, ?, ?, ?)'
          this.database.run(sql, extractor, annotationId, other, similarity)
          this.#read.compared?.note(annotationId, other, extractor, similarity)
        }
      }
    })
  }

  /** Everything that is remembered, by pairs. */
  compared(): ComparedPairs {
    const read = this.#current()
    if (read.compared !== undefined) return read.compared
    const pairs = new ComparedPairs()
    const sql = 'SELECT annotation0, annotation1, extractor, similarity FROM comparisons'
    for (const row of this.database.table(sql)) {
      const [annotation0, annotation1, extractor, similarity] = row as unknown as [string, string, string, number]
      pairs.note(annotation0, annotation1, extractor, similarity)
    }
    return (read.compared = pairs)
  }

  /** Each unordered pair once, by its greater similarity. */
  *comparisons(extractor: string): Generator<RememberedComparison> {
    for (const [annotationId0, annotationId1, similarities] of this.compared().pairs()) {
      const similarity = similarities[extractor]
      if (similarity !== undefined) yield { annotationId0, annotationId1, similarity }
    }
  }

  /** The project's own calibration; null: none was fitted yet. */
  calibration(): CalibrationSet | null {
    const row = this.database.get('SELECT body FROM calibration')
    return row === undefined
      ? null
      : readCalibrationFile(String(row['body']), `The calibration of ${this.database.path}`)
  }

  saveCalibration(set: CalibrationSet): void {
    this.database.run('INSERT OR REPLACE INTO calibration VALUES (1, ?)', writeCalibrationFile(set))
  }

  /** Ranks of right answers in a cheap order, as they were measured last. @param order `encoder@version` */
  shortlistRanks(order: string): readonly MeasuredRank[] {
    const row = this.database.get('SELECT body FROM measured WHERE name = ?', `shortlist ${order}`)
    const what = `The shortlist ranks of ${this.database.path}`
    return row === undefined ? [] : values.parseStored(values.RANKS, row['body'], what)
  }

  saveShortlistRanks(order: string, ranks: readonly MeasuredRank[]): void {
    const body = JSON.stringify(values.checkGiven(values.RANKS, ranks, 'The shortlist ranks'))
    this.database.run('INSERT OR REPLACE INTO measured VALUES (?, ?)', `shortlist ${order}`, body)
  }

  /** How the project's own calibration did on pairs held out of it, when it was fitted. */
  reliability(): readonly MeasuredReliability[] {
    const row = this.database.get("SELECT body FROM measured WHERE name = 'reliability'")
    const what = `The reliability of ${this.database.path}`
    return row === undefined ? [] : values.parseStored(values.RELIABILITY, row['body'], what)
  }

  saveReliability(measured: readonly MeasuredReliability[]): void {
    const kept = measured.map(({ extractor, reliability, errors }) => ({ extractor, reliability, errors }))
    const body = JSON.stringify(values.checkGiven(values.RELIABILITY, kept, 'The reliability'))
    this.database.run("INSERT OR REPLACE INTO measured VALUES ('reliability', ?)", body)
  }

  /** All of `work` or nothing; may be nested. */
  atomically<T>(work: () => T): T {
    if (this.#isWriting) return work()
    this.#isWriting = true
    try {
      return this.database.transaction(work)
    } catch (cause) {
      this.#read = {}
      throw cause
    } finally {
      this.#isWriting = false
    }
  }

  close(): void {
    this.database.close()
  }

  /** Another process, e.g. the command line beside the window, may have written. */
  #current(): Read {
    const version = this.database.get('PRAGMA data_version')?.['data_version']
    if (version !== this.#dataVersion) [this.#dataVersion, this.#read] = [version, {}]
    return this.#read
  }

  #forgetComparisons(annotationId: string): void {
    this.database.run('DELETE FROM comparisons WHERE ? IN (annotation0, annotation1)', annotationId)
    this.#read.compared?.forget(annotationId)
  }

  #list<T>(sql: string, schema: Parameters<typeof values.parseStored<T>>[0], what: string): readonly T[] {
    const rows = this.database.all(sql)
    return rows.map((row) => values.parseStored(schema, row['body'], `${what} of ${this.database.path}`))
  }
}

/** What a matcher sees of an annotation. */
function pictured({ contentHash, region }: AnnotationValue): string {
  return JSON.stringify([contentHash, region])
}
