import { rename, rm, writeFile } from 'node:fs/promises'
import type { ProjectExportFormat, ProjectExportOptions, ProjectExportReport } from '../../api/photo-id.ts'
import { exportProjectZip } from '../../identify/archive/project-zip.ts'
import { writeZip } from '../../identify/archive/write-zip.ts'
import { camtrapPackage } from '../../identify/exports/camtrap-dp.ts'
import { captureHistoryCsv, markInp, rmarkTable } from '../../identify/exports/capture-tables.ts'
import { darwinCoreArchive } from '../../identify/exports/darwin-core.ts'
import { secrFiles } from '../../identify/exports/secr.ts'
import { exportNames, exportSource, sightingsOf, visitsOf } from '../../identify/exports/sightings.ts'
import { captureHistories } from '../../identify/population/capture-histories.ts'
import type { ProjectStore } from '../../identify/store/project-store.ts'
import type { Catalogue } from '../../library/catalogue/catalogue.ts'
import { populationReport } from './population-calls.ts'
import { pathOf } from './project-photos.ts'

/**
 * Writes a project in one of the formats. `rmark` is read by marked too; `secr` is a ZIP of the two text files that secr
 * reads; `population` is the discovery curve, the capture frequencies and the estimates as JSON.
 * @throws ResightError `invalid-argument` where the project has nothing for the format
 */
export async function exportProject(
  catalogue: Catalogue,
  store: ProjectStore,
  format: ProjectExportFormat,
  path: string,
  { occasions: unit, withPhotos }: ProjectExportOptions,
): Promise<ProjectExportReport> {
  const now = new Date().toISOString()
  const files = [path]
  if (format === 'zip') {
    const { missing } = await exportProjectZip(store, path, withPhotos, (hash) => pathOf(catalogue, hash))
    return { files, notes: missing.map((name) => `${name} is out of reach, and not in it.`) }
  }
  const source = exportSource(store)
  if (format === 'darwin-core') {
    await writeZip(path, darwinCoreArchive(source, now))
    return { files, notes: [] }
  }
  if (format === 'camtrap-dp') {
    const { parts, leftOut } = camtrapPackage(source, now)
    await writeZip(path, parts)
    return { files, notes: noteOf(leftOut, 'encounters without a date or a position are left out.') }
  }
  const sightings = sightingsOf(source)
  const histories = captureHistories(sightings, unit, visitsOf(source))
  const names = exportNames(source)
  const notes = noteOf(histories.undated, 'sightings without a date are left out.')
  if (format === 'secr') {
    const { captures, detectors, leftOut, projection } = secrFiles(sightings, histories, unit, names)
    const parts = { 'captures.txt': captures, 'detectors.txt': detectors }
    await writeZip(
      path,
      Object.entries(parts).map(([name, text]) => ({ name, text })),
    )
    const left = noteOf(leftOut, 'sightings without a date or a position are left out.')
    return { files, notes: [`Metres are of ${projection}.`, ...left] }
  }
  const individuals = new Map(source.identified.map(({ individual }) => [individual.individualId, individual]))
  const tables = { histories, names, individuals }
  const texts = {
    csv: () => captureHistoryCsv(tables),
    mark: () => markInp(tables),
    rmark: () => rmarkTable(tables),
    population: () => `${JSON.stringify(populationReport(store, unit), null, 2)}\n`,
  }
  await writeWhole(path, texts[format]())
  return { files, notes }
}

function noteOf(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${what}`]
}

async function writeWhole(path: string, text: string): Promise<void> {
  const partial = `${path}.${process.pid}.partial`
  try {
    await writeFile(partial, text)
    await rename(partial, path)
  } catch (cause) {
    await rm(partial, { force: true })
    throw cause
  }
}
