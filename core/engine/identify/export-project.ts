import { rename, rm, writeFile } from 'node:fs/promises'
import type { JobControl } from '../../api.ts'
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
import { followBytes } from './follow-bytes.ts'
import { pathOf } from './project-photos.ts'

/** An export that is ready to be written. */
interface PreparedExport {
  readonly notes: readonly string[]
  readonly write: (path: string, control: JobControl) => Promise<void>
}

/**
 * Writes a project in one of the formats. `rmark` is read by marked too; `secr` is a ZIP of the two text files that secr
 * reads; `population` is the discovery curve, the capture frequencies and the estimates as JSON.
 * @throws ResightError `invalid-argument` where the project has nothing for the format; `cancelled`, nothing is written
 */
export async function exportProject(
  catalogue: Catalogue,
  store: ProjectStore,
  format: ProjectExportFormat,
  path: string,
  options: ProjectExportOptions,
  control: JobControl = {},
): Promise<ProjectExportReport> {
  const { notes, write } = prepareExport(catalogue, store, format, options)
  await write(path, control)
  return { files: [path], notes }
}

/** What an export would say of what it leaves out; nothing is written. @throws ResightError as `exportProject` */
export function prepareExport(
  catalogue: Catalogue,
  store: ProjectStore,
  format: ProjectExportFormat,
  { occasions: unit, withPhotos }: ProjectExportOptions,
): PreparedExport {
  const now = new Date().toISOString()
  if (format === 'zip') {
    const photos = withPhotos ? store.photos() : []
    const missing = photos.filter(({ contentHash }) => pathOf(catalogue, contentHash) === null)
    return {
      notes: missing.map(({ fileName }) => `${fileName} is out of reach, and not in it.`),
      write: async (path, control) => {
        const find = (hash: string) => pathOf(catalogue, hash)
        await followBytes('pack', control, (bytes) => exportProjectZip(store, path, withPhotos, find, bytes))
      },
    }
  }
  const source = exportSource(store)
  if (format === 'darwin-core') {
    return { notes: [], write: (path) => writeZip(path, darwinCoreArchive(source, now)) }
  }
  if (format === 'camtrap-dp') {
    const { parts, leftOut } = camtrapPackage(source, now)
    const notes = noteOf(leftOut, 'encounters without a date or a position are left out.')
    return { notes, write: (path) => writeZip(path, parts) }
  }
  const sightings = sightingsOf(source)
  const histories = captureHistories(sightings, unit, visitsOf(source))
  const names = exportNames(source)
  if (format === 'secr') {
    const { captures, detectors, leftOut, projection } = secrFiles(sightings, histories, unit, names)
    const parts = { 'captures.txt': captures, 'detectors.txt': detectors }
    const left = noteOf(leftOut, 'sightings without a date or a position are left out.')
    return {
      notes: [`Metres are of ${projection}.`, ...left],
      write: (path) =>
        writeZip(
          path,
          Object.entries(parts).map(([name, text]) => ({ name, text })),
        ),
    }
  }
  const individuals = new Map(source.identified.map(({ individual }) => [individual.individualId, individual]))
  const tables = { histories, names, individuals }
  const texts = {
    csv: () => captureHistoryCsv(tables),
    mark: () => markInp(tables),
    rmark: () => rmarkTable(tables),
    population: () => `${JSON.stringify(populationReport(store, unit), null, 2)}\n`,
  }
  const text = texts[format]()
  return {
    notes: noteOf(histories.undated, 'sightings without a date are left out.'),
    write: (path) => writeWhole(path, text),
  }
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
