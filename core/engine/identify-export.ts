import { writeFile } from 'node:fs/promises'
import { exportProjectZip } from '../identify/archive/project-zip.ts'
import { writeZip } from '../identify/archive/write-zip.ts'
import { camtrapPackage } from '../identify/exports/camtrap-dp.ts'
import { captureHistoryCsv, markInp, rmarkTable } from '../identify/exports/capture-tables.ts'
import { darwinCoreArchive } from '../identify/exports/darwin-core.ts'
import { secrFiles } from '../identify/exports/secr.ts'
import { exportNames, exportSource, sightingsOf, visitsOf } from '../identify/exports/sightings.ts'
import { captureHistories, OCCASION_UNITS } from '../identify/population/capture-histories.ts'
import { ESTIMATE_ASSUMPTIONS } from '../identify/population/estimates.ts'
import { summarisePopulation } from '../identify/population/summary.ts'
import { invalidArgument } from '../types.ts'
import type { PhotoIdentification } from './identify.ts'

export const EXPORT_FORMATS = [
  'csv',
  'mark',
  'rmark',
  'secr',
  'population',
  'darwin-core',
  'camtrap-dp',
  'zip',
] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export interface ExportReport {
  readonly files: readonly string[]
  /** What was left out, for the person. */
  readonly notes: readonly string[]
}

/**
 * Writes a project in one of the formats. `rmark` is read by marked too; `secr` writes FILE and FILE.detectors.txt;
 * `population` is the discovery curve, the capture frequencies and the estimates as JSON.
 * @throws ResightError `invalid-argument` where the project has nothing for the format
 */
export async function exportProject(
  photoId: PhotoIdentification,
  projectId: string,
  format: ExportFormat,
  path: string,
  options: { readonly occasions: string; readonly withPhotos: boolean },
): Promise<ExportReport> {
  const store = photoId.open(projectId)
  const unit = OCCASION_UNITS.find((known) => known === options.occasions)
  if (unit === undefined) throw invalidArgument('occasions', `one of ${OCCASION_UNITS.join(', ')}`, options.occasions)
  const source = exportSource(store)
  const sightings = sightingsOf(source)
  const histories = captureHistories(sightings, unit, visitsOf(source))
  const names = exportNames(source)
  const individuals = new Map(source.identified.map(({ individual }) => [individual.individualId, individual]))
  const tables = { histories, names, individuals }
  const undated = histories.undated === 0 ? [] : [`${histories.undated} sightings without a date are left out.`]
  const now = new Date().toISOString()
  async function write(text: string, notes: readonly string[] = undated): Promise<ExportReport> {
    await writeFile(path, text)
    return { files: [path], notes }
  }
  switch (format) {
    case 'csv':
      return write(captureHistoryCsv(tables))
    case 'mark':
      return write(markInp(tables))
    case 'rmark':
      return write(rmarkTable(tables))
    case 'secr': {
      const { captures, detectors, leftOut, projection } = secrFiles(sightings, histories, unit, names)
      await writeFile(`${path}.detectors.txt`, detectors)
      const notes = [`Metres are of ${projection}.`, `${leftOut} sightings without a date or a position are left out.`]
      const report = await write(captures, notes)
      return { ...report, files: [path, `${path}.detectors.txt`] }
    }
    case 'population': {
      const summary = { ...summarisePopulation(histories), assumptions: ESTIMATE_ASSUMPTIONS }
      return write(`${JSON.stringify(summary, null, 2)}\n`)
    }
    case 'darwin-core':
      await writeZip(path, darwinCoreArchive(source, now))
      return { files: [path], notes: [] }
    case 'camtrap-dp': {
      const { parts, leftOut } = camtrapPackage(source, now)
      await writeZip(path, parts)
      return { files: [path], notes: [`${leftOut} encounters without a date or a position are left out.`] }
    }
    case 'zip': {
      const { missing } = await exportProjectZip(store, path, options.withPhotos, (hash) => photoId.pathOf(hash))
      return { files: [path], notes: missing.map((name) => `${name} is out of reach, and not in it.`) }
    }
  }
}
