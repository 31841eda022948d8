import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inLanes } from '../../processes/lanes.ts'
import { writeCsv } from '../exports/csv.ts'
import { invalidArgument } from '../../types.ts'
import { DrawProcesses } from './draw-processes.ts'
import type { CoatPattern } from './gray-scott.ts'
import { seededRandom, seedOf } from './random.ts'

export interface SyntheticPopulation {
  readonly seed: number
  readonly individuals: number
  /** Of each individual, each in an encounter of its own. */
  readonly photos: number
  /** How many places there are to be photographed at; fewer of them make grounds mislead more. Default 6. */
  readonly places?: number
  /** Which of four kinds of coat they wear. Default 0. */
  readonly coat?: number
  /** Files are `photos/IMG_0001.jpg` … in the order they were taken, so that no name says who it is. Default false. */
  readonly hidesNames?: boolean
  /** Whether an animal is photographed on a visit, both 0-based. Default: on each. */
  readonly isSeen?: (animal: number, visit: number) => boolean
}

/** A photo that was made. */
export interface SyntheticPhoto {
  readonly individual: string
  readonly encounterId: string
  /** Relative, with `/`. */
  readonly file: string
  readonly outline: readonly (readonly [number, number])[]
}

/** How a population is drawn; it comes out the same. */
export interface DrawControl {
  /** Awaited after each photo, in the order in which they become ready; may throw to end it. */
  readonly onDrawn?: (file: string) => void | Promise<void>
  /** At once. Default: as many as the machine has cores. */
  readonly processes?: number
}

/**
 * Makes a population: `<individual>/<individual>_<encounter>_left.jpg` unless `hidesNames`, `encounters.csv` to import them by, and
 * `regions.json` with the outlines. The same settings make the same pixels (and, with the same sharp, the same files).
 * @param folder made where missing @throws ResightError `invalid-argument`, and as `TaskProcesses.run`
 */
export async function makePopulation(
  folder: string,
  settings: SyntheticPopulation,
  { onDrawn, processes }: DrawControl = {},
): Promise<readonly SyntheticPhoto[]> {
  const sightings = plan(settings)
  for (const { individual } of sightings)
    await mkdir(join(folder, settings.hidesNames === true ? 'photos' : individual), { recursive: true })
  const outlines = new Map<string, SyntheticPhoto['outline']>()
  const drawing = new DrawProcesses(processes)
  const coatOf = coatsInTurn(drawing, settings)
  try {
    // One more than there are processes, so that none waits for the next task.
    await inLanes(sightings, drawing.processes + 1, async ({ animal, visit, place, file }) => {
      const pattern = await coatOf(animal)
      const seeds = { placeSeed: seedOf(settings.seed, 3, place), seed: seedOf(settings.seed, 4, animal, visit) }
      const { outline } = await drawing.run({ kind: 'photo', pattern, ...seeds, path: join(folder, file) })
      outlines.set(file, outline)
      await onDrawn?.(file)
    })
  } finally {
    drawing.close()
  }
  return writeTables(folder, sightings, outlines)
}

/** A photo that is to be made. */
interface Sighting extends Omit<SyntheticPhoto, 'outline'> {
  readonly animal: number
  readonly visit: number
  readonly place: number
}

/** All of one animal after all of another. */
function plan(settings: SyntheticPopulation): readonly Sighting[] {
  const { seed, individuals, photos, places = 6, hidesNames = false, isSeen = () => true } = settings
  for (const [name, value] of Object.entries({ individuals, photos, places }))
    if (!Number.isInteger(value) || value < 1 || value > 10_000) throw invalidArgument(name, '1 to 10,000', value)
  const sightings: Sighting[] = []
  for (let animal = 0; animal < individuals; animal++) {
    const individual = `animal-${String(animal + 1).padStart(3, '0')}`
    for (let visit = 0; visit < photos; visit++) {
      if (!isSeen(animal, visit)) continue
      const place = Math.floor(seededRandom(seedOf(seed, 2, animal, visit))() * places)
      // Who is seen on one day at one place is one encounter.
      const encounterId = `day-${String(visit + 1).padStart(2, '0')}-place-${place + 1}`
      const number = String(visit * individuals + animal + 1).padStart(4, '0')
      const file = hidesNames ? `photos/IMG_${number}.jpg` : `${individual}/${individual}_${encounterId}_left.jpg`
      sightings.push({ individual, encounterId, file, animal, visit, place })
    }
  }
  return sightings
}

/** Coats by animal, which are asked for in turn: the next one grows while an animal is drawn, and past ones are let go. */
function coatsInTurn(
  drawing: DrawProcesses,
  { seed, individuals, coat = 0 }: SyntheticPopulation,
): (animal: number) => Promise<CoatPattern> {
  const coats = new Map<number, Promise<CoatPattern>>()
  return (animal) => {
    for (const past of coats.keys()) if (past < animal) coats.delete(past)
    for (const wanted of [animal, animal + 1].filter((one) => one < individuals && !coats.has(one))) {
      const grown = drawing.run({ kind: 'coat', seed: seedOf(seed, 1, wanted), coat }).then(({ pattern }) => pattern)
      // Whoever waits for it hears of its failure.
      grown.catch(() => undefined)
      coats.set(wanted, grown)
    }
    return coats.get(animal)!
  }
}

async function writeTables(
  folder: string,
  sightings: readonly Sighting[],
  outlines: ReadonlyMap<string, SyntheticPhoto['outline']>,
): Promise<readonly SyntheticPhoto[]> {
  const header = ['file', 'encounter', 'date', 'place', 'latitude', 'longitude', 'viewpoint', 'individual']
  const rows = sightings.map(({ file, encounterId, individual, visit, place }) => {
    const date = new Date(Date.UTC(2026, 4, 1 + visit * 7)).toISOString().slice(0, 10)
    const [latitude, longitude] = [54.5 + place * 0.01, 8.1 + (place % 3) * 0.02]
    return [file, encounterId, date, `Place ${place + 1}`, latitude, longitude, 'left', individual]
  })
  const made = sightings.map(({ individual, encounterId, file }) => {
    return { individual, encounterId, file, outline: outlines.get(file)! }
  })
  await writeFile(join(folder, 'encounters.csv'), writeCsv(header, rows))
  await writeFile(join(folder, 'regions.json'), `${JSON.stringify(made, null, 1)}\n`)
  return made
}
