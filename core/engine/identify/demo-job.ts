import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { JobControl } from '../../api.ts'
import { isWhole } from '../../api/regions.ts'
import { readCsvTable } from '../../identify/encounters/csv-table.ts'
import { writeCsv } from '../../identify/exports/csv.ts'
import { makePopulation } from '../../identify/synthetic/population.ts'
import { seededRandom, seedOf } from '../../identify/synthetic/random.ts'
import type { ProjectStore } from '../../identify/store/project-store.ts'
import { Meter } from '../../library/indexing/meter.ts'
import { ResightError } from '../../types.ts'
import { compareOpen } from './compare-job.ts'
import { importCsv } from './csv-calls.ts'
import type { IdentifyParts } from './parts.ts'

/** The same in every library, so that there is one. */
export const DEMO_PROJECT = 'dec0de00-0000-4000-8000-000000000001'
/** Where a library keeps the demo's photos. */
export const DEMO_FOLDER = 'demo'

const POPULATION = { seed: 20, individuals: 12, photos: 6, hidesNames: true } as const
/** How likely an animal is seen on a day, beyond the two on which it certainly is: so that histories differ. */
const SIGHTED = 0.6
/** Individuals whose photos nobody has named, the last ones. */
const UNNAMED = 2
/** Further photos that are left to be identified, the newest: together with those about 40 %. */
const LEFT_OPEN = 13

const OUTLINES = z.array(
  z.object({
    file: z.string(),
    outline: z
      .array(z.tuple([z.number(), z.number()]))
      .min(3)
      .max(500),
  }),
)

/**
 * Makes the demo project: a drawn population, partly identified, compared. What exists already is gone on from.
 * @returns the project's id
 */
export async function makeDemo(
  parts: IdentifyParts,
  control: JobControl = {},
): Promise<{ readonly projectId: string }> {
  const { catalogue, shelf } = parts
  const folder = join(catalogue.folder, DEMO_FOLDER)
  const hasPhotos = shelf.has(DEMO_PROJECT) && shelf.open(DEMO_PROJECT).photos().length > 0
  if (!existsSync(join(folder, 'regions.json'))) await drawPhotos(folder, control)
  const { cancelled } = await parts.index({ folders: [folder] }, control)
  if (cancelled) throw cancelledError()
  const store = shelf.has(DEMO_PROJECT) ? shelf.open(DEMO_PROJECT) : createDemo(parts)
  if (!hasPhotos) {
    const table = { text: await partlyNamed(folder), name: 'encounters.csv', folder, mapping: null }
    const { errors } = importCsv(catalogue, store, table, 'Demo')
    const [error] = errors
    if (error !== undefined) throw new ResightError('corrupt', `The demo’s table, line ${error.line}: ${error.message}`)
    await drawOutlines(store, folder)
  }
  await compareOpen(parts, store, control)
  return { projectId: DEMO_PROJECT }
}

async function drawPhotos(folder: string, control: JobControl): Promise<void> {
  const total = Array.from({ length: POPULATION.individuals * POPULATION.photos }, (_, at) =>
    isSeen(Math.floor(at / POPULATION.photos), at % POPULATION.photos),
  ).filter(Boolean).length
  const meter = new Meter('draw', total, control.onProgress, () => performance.now())
  const onDrawn = async (file: string): Promise<void> => {
    meter.add(1, 0, file)
    await control.whilePaused?.()
    if (control.signal?.aborted === true) throw cancelledError()
  }
  await makePopulation(folder, { ...POPULATION, isSeen }, { onDrawn })
  meter.end()
}

function isSeen(animal: number, visit: number): boolean {
  const isSure = visit === animal % POPULATION.photos || visit === (animal + 2) % POPULATION.photos
  return isSure || seededRandom(seedOf(POPULATION.seed, animal, visit))() < SIGHTED
}

function createDemo({ shelf }: IdentifyParts): ProjectStore {
  return shelf.create(
    {
      species: 'Demo: Bestiola picta',
      population: 'Drawn animals to try photo-ID on',
      settings: { precisionTarget: 0.95, shortlist: null, extractors: [], sameViewpointOnly: true },
    },
    { projectId: DEMO_PROJECT },
  )
}

function cancelledError(): ResightError {
  return new ResightError('cancelled', 'Making the demo project was cancelled; it goes on when asked for again')
}

/** The population's own table with some of its names left out. */
async function partlyNamed(folder: string): Promise<string> {
  const { header, rows } = readCsvTable(await readFile(join(folder, 'encounters.csv')), 'encounters.csv')
  const [name, date] = [header.indexOf('individual'), header.indexOf('date')]
  const names = [...new Set(rows.map(({ cells }) => cells[name]!))].sort()
  const unnamed = new Set(names.slice(-UNNAMED))
  const newest = rows
    .filter(({ cells }) => !unnamed.has(cells[name]!))
    .toSorted((a, b) =>
      a.cells[date]! === b.cells[date]! ? a.line - b.line : a.cells[date]! < b.cells[date]! ? 1 : -1,
    )
  const open = new Set(newest.slice(0, LEFT_OPEN).map(({ line }) => line))
  return writeCsv(
    header,
    rows.map(({ line, cells }) =>
      cells.map((cell, at) => (at === name && (open.has(line) || unnamed.has(cell)) ? '' : cell)),
    ),
  )
}

/** The outlines are known, as the animals were drawn. */
async function drawOutlines(store: ProjectStore, folder: string): Promise<void> {
  const outlines = OUTLINES.parse(JSON.parse(await readFile(join(folder, 'regions.json'), 'utf8')))
  const byName = new Map(outlines.map(({ file, outline }) => [file.split('/').at(-1)!, outline]))
  const names = new Map(store.photos().map(({ contentHash, fileName }) => [contentHash, fileName]))
  store.atomically(() => {
    for (const { annotationId, ...value } of store.annotations()) {
      const points = byName.get(names.get(value.contentHash) ?? '')
      if (points === undefined || !isWhole(value.region)) continue
      store.saveAnnotation(
        { ...value, region: { kind: 'polygon', points }, drawnBy: 'drawn with the photo' },
        annotationId,
      )
    }
  })
}
