import { randomUUID } from 'node:crypto'
import { basename, sep } from 'node:path'
import type { CsvPreview, CsvTableText } from '../../api/photo-id.ts'
import { decisionFor } from '../../identify/candidates/accept.ts'
import { settledBy } from '../../identify/decisions/write-entry.ts'
import { planCsvImport, type CsvPlan } from '../../identify/encounters/csv-import.ts'
import { CSV_FIELDS, guessMapping, type CsvMapping } from '../../identify/encounters/csv-mapping.ts'
import { readCsvTable, type CsvTable } from '../../identify/encounters/csv-table.ts'
import type { ProjectStore } from '../../identify/store/project-store.ts'
import type { Catalogue } from '../../library/catalogue/catalogue.ts'
import { readContentHash, readPhoto } from '../../library/catalogue/photos.ts'
import { WHOLE_PHOTO } from '../../regions/propose.ts'
import { invalidArgument, ResightError } from '../../types.ts'
import { photosBelow, type PlacedPhoto } from './project-photos.ts'

const MAX_BYTES = 20e6
const SAMPLE_ROWS = 10
const MAX_ERRORS = 200

interface Planned {
  readonly preview: CsvPreview
  readonly plan: CsvPlan
  /** Those that it names, by content hash. */
  readonly photos: ReadonlyMap<string, PlacedPhoto>
}

/** What a table would import; nothing is written. @throws ResightError `too-large`, `unreadable`, `invalid-argument` */
export function previewCsv(catalogue: Catalogue, given: CsvTableText): CsvPreview {
  return planTable(catalogue, given).preview
}

/** Imports a table, all of it or, with any error, nothing. */
export function importCsv(catalogue: Catalogue, store: ProjectStore, given: CsvTableText, by: string): CsvPreview {
  const { preview, plan, photos } = planTable(catalogue, given)
  if (!('encounters' in plan)) return preview
  const author = { by, at: new Date().toISOString() }
  const annotated = new Map(store.annotations().map(({ contentHash, annotationId }) => [contentHash, annotationId]))
  store.atomically(() => {
    const ids = new Map<string, string>()
    for (const { individualId, name } of store.identity().individuals.values()) ids.set(name, individualId)
    for (const value of plan.individuals) {
      if (ids.has(value.name)) continue
      const individualId = randomUUID()
      ids.set(value.name, individualId)
      store.append({ kind: 'individual', individualId, value }, author)
    }
    for (const { encounter, photos: seen } of plan.encounters) {
      const { encounterId } = store.saveEncounter(encounter)
      for (const { contentHash, viewpoint, individual } of seen) {
        const { photoId, path } = photos.get(contentHash)!
        const { width, height, takenAt } = readPhoto(catalogue, photoId)
        store.savePhoto({ contentHash, encounterId, fileName: basename(path), width, height, takenAt })
        const drawn = { contentHash, region: WHOLE_PHOTO, viewpoint, quality: null, drawnBy: 'whole photo' }
        // A region that was drawn by hand before stays.
        const annotationId = annotated.get(contentHash) ?? store.saveAnnotation(drawn).annotationId
        if (individual === null) continue
        const replaces = settledBy(store.identity(), [annotationId])
        store.append(decisionFor(annotationId, ids.get(individual)!, 'imported', replaces), author)
      }
    }
  })
  return { ...preview, imported: true }
}

function planTable(catalogue: Catalogue, { text, name, folder, mapping: given }: CsvTableText): Planned {
  const bytes = Buffer.from(text)
  if (bytes.byteLength > MAX_BYTES) {
    throw new ResightError('too-large', `${name} is larger than ${MAX_BYTES / 1e6} MB`, {
      remedy: 'Split it into several files.',
    })
  }
  const table = readCsvTable(bytes, name)
  const mapping = given === null ? guessMapping(table.header) : checkMapping(given, table)
  const find = photoFinder(photosBelow(catalogue, folder))
  const photos = new Map<string, PlacedPhoto>()
  const plan = planCsvImport(table, mapping, (file) => {
    const found = find(file)
    if (found === null || found === 'several') return found
    const hash = readContentHash(catalogue, found.photoId)
    if (hash !== null) photos.set(hash, found)
    return hash
  })
  const encounters = 'encounters' in plan ? plan.encounters : []
  const preview: CsvPreview = {
    header: table.header,
    fields: CSV_FIELDS,
    mapping: mapping,
    sample: table.rows.slice(0, SAMPLE_ROWS).map(({ cells }) => cells),
    rows: table.rows.length,
    errors: plan.errors.slice(0, MAX_ERRORS),
    errorCount: plan.errors.length,
    encounters: encounters.length,
    photos: encounters.reduce((sum, encounter) => sum + encounter.photos.length, 0),
    individuals: 'individuals' in plan ? plan.individuals.length : 0,
    imported: false,
  }
  return { preview, plan, photos }
}

/** @throws ResightError `invalid-argument` for a field or a column that there is not */
function checkMapping(given: Readonly<Record<string, number>>, { header }: CsvTable): CsvMapping {
  for (const [field, column] of Object.entries(given)) {
    if (!CSV_FIELDS.some((known) => known === field)) throw invalidArgument('mapping', CSV_FIELDS.join(', '), field)
    if (!Number.isInteger(column) || column < 0 || column >= header.length)
      throw invalidArgument(`mapping.${field}`, `a column, 0 to ${header.length - 1}`, column)
  }
  return given
}

/** Photos by the ends of their paths: `a/b.jpg` is any photo whose path ends so. */
function photoFinder(photos: readonly PlacedPhoto[]): (file: string) => PlacedPhoto | 'several' | null {
  const byName = Map.groupBy(photos, ({ path }) => basename(path))
  return (file) => {
    const wanted = file.replaceAll(/[/\\]/g, sep).replace(/^(\.?[/\\])+/, '')
    const named = byName.get(basename(wanted)) ?? []
    const found = named.filter(({ path }) => path.endsWith(sep + wanted) || path === file)
    const ids = new Set(found.map(({ photoId }) => photoId))
    return ids.size > 1 ? 'several' : (found[0] ?? null)
  }
}
