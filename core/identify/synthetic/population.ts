import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import sharp from 'sharp'
import { writeCsv } from '../exports/csv.ts'
import { invalidArgument, ResightError } from '../../types.ts'
import { drawPhoto, type DrawnPhoto } from './draw-photo.ts'
import { growCoat } from './gray-scott.ts'
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

/**
 * Makes a population: `<individual>/<individual>_<encounter>_left.jpg` unless `hidesNames`, `encounters.csv` to import them by, and
 * `regions.json` with the outlines. The same settings make the same pixels (and, with the same sharp, the same files).
 * @param folder made where missing @param onDrawn awaited after each photo; may throw to end it
 */
export async function makePopulation(
  folder: string,
  settings: SyntheticPopulation,
  onDrawn?: (file: string) => void | Promise<void>,
): Promise<readonly SyntheticPhoto[]> {
  const { seed, individuals, photos, places = 6, coat = 0, hidesNames = false, isSeen = () => true } = settings
  for (const [name, value] of Object.entries({ individuals, photos, places }))
    if (!Number.isInteger(value) || value < 1 || value > 10_000) throw invalidArgument(name, '1 to 10,000', value)
  const made: SyntheticPhoto[] = []
  const rows: (string | number)[][] = []
  for (let animal = 0; animal < individuals; animal++) {
    const individual = `animal-${String(animal + 1).padStart(3, '0')}`
    const pattern = growCoat(seededRandom(seedOf(seed, 1, animal)), coat)
    await mkdir(join(folder, hidesNames ? 'photos' : individual), { recursive: true })
    for (let visit = 0; visit < photos; visit++) {
      if (!isSeen(animal, visit)) continue
      const place = Math.floor(seededRandom(seedOf(seed, 2, animal, visit))() * places)
      // Who is seen on one day at one place is one encounter.
      const encounterId = `day-${String(visit + 1).padStart(2, '0')}-place-${place + 1}`
      const number = String(visit * individuals + animal + 1).padStart(4, '0')
      const file = hidesNames ? `photos/IMG_${number}.jpg` : `${individual}/${individual}_${encounterId}_left.jpg`
      const drawn = drawPhoto(pattern, seedOf(seed, 3, place), seedOf(seed, 4, animal, visit))
      await writeFile(join(folder, file), await encodePhoto(drawn))
      made.push({ individual, encounterId, file, outline: drawn.outline })
      await onDrawn?.(file)
      const date = new Date(Date.UTC(2026, 4, 1 + visit * 7)).toISOString().slice(0, 10)
      const [latitude, longitude] = [54.5 + place * 0.01, 8.1 + (place % 3) * 0.02]
      rows.push([file, encounterId, date, `Place ${place + 1}`, latitude, longitude, 'left', individual])
    }
  }
  const header = ['file', 'encounter', 'date', 'place', 'latitude', 'longitude', 'viewpoint', 'individual']
  await writeFile(join(folder, 'encounters.csv'), writeCsv(header, rows))
  await writeFile(join(folder, 'regions.json'), `${JSON.stringify(made, null, 1)}\n`)
  return made
}

const ENCODING_LIMIT_MS = 60_000
const ENCODING_TRIES = 3

/**
 * @returns a JPEG. libvips has been seen to wait for its own threads for ever on a busy machine (lovell/sharp issue 4486), so
 * what takes a minute is begun anew.
 */
export async function encodePhoto({ data, width, height, blurPx }: DrawnPhoto): Promise<Buffer> {
  for (let attempt = 0; attempt < ENCODING_TRIES; attempt++) {
    const picture = sharp(data, { raw: { width, height, channels: 3 } })
    const encoded = picture.blur(blurPx).jpeg({ quality: 88 }).toBuffer()
    const limit = new AbortController()
    const late = wait(ENCODING_LIMIT_MS, null, { signal: limit.signal }).catch(() => null)
    const done = await Promise.race([encoded, late]).finally(() => limit.abort())
    if (done !== null) return done
  }
  throw new ResightError('internal', 'A drawn photo could not be encoded', { remedy: 'Try again.' })
}
