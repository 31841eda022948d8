import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { distanceKm } from './distance.ts'

export interface Town {
  /** As GeoNames has it; with its state in the United States. */
  readonly name: string
  /** ISO 3166 code. */
  readonly country: string
  /** Degrees, to the nearest thousandth. */
  readonly latitude: number
  readonly longitude: number
  /** How far it reaches; @see reachKm */
  readonly radiusKm: number
}

/** A photo farther from any town was taken nowhere in particular. */
export const MAX_DISTANCE_KM = 50
/** Buckets of half a degree: some 55 km from south to north. */
const BUCKETS_PER_DEGREE = 2
const ROWS = 180 * BUCKETS_PER_DEGREE
const COLUMNS = 360 * BUCKETS_PER_DEGREE
const KM_PER_DEGREE = 111.2

/** Towns by place, for finding the one that a photo was taken in or near. */
export class Gazetteer {
  readonly #towns: readonly Town[]
  readonly #buckets = new Map<number, number[]>()

  constructor(towns: readonly Town[]) {
    this.#towns = towns
    for (const [i, { latitude, longitude }] of towns.entries()) {
      const key = rowOf(latitude) * COLUMNS + columnOf(longitude)
      const bucket = this.#buckets.get(key)
      if (bucket === undefined) this.#buckets.set(key, [i])
      else bucket.push(i)
    }
  }

  /**
   * The town whose edge is nearest, among those with their centre within 50 km; so a suburb goes to its city, and a
   * village outside has its own name. @returns its number, steady for one gazetteer; null: none is near
   */
  nearest(latitude: number, longitude: number): number | null {
    let best: number | null = null
    let bestKm = Infinity
    const row = rowOf(latitude)
    // Circles of latitude shrink towards the poles, so that 50 km span more buckets there.
    const spread = MAX_DISTANCE_KM / (KM_PER_DEGREE * Math.max(0.01, Math.cos((Math.abs(latitude) + 0.5) * RADIANS)))
    const reach = Math.min(COLUMNS / 2 - 1, Math.ceil(spread * BUCKETS_PER_DEGREE))
    for (let r = Math.max(0, row - 1); r <= Math.min(ROWS - 1, row + 1); r++) {
      for (let c = columnOf(longitude) - reach, last = c + 2 * reach; c <= last; c++) {
        for (const i of this.#buckets.get(r * COLUMNS + ((c + COLUMNS) % COLUMNS)) ?? []) {
          const town = this.#towns[i]!
          const km = distanceKm(latitude, longitude, town.latitude, town.longitude)
          if (km > MAX_DISTANCE_KM || km - town.radiusKm >= bestKm) continue
          best = i
          bestKm = km - town.radiusKm
        }
      }
    }
    return best
  }

  town(i: number): Town {
    return this.#towns[i]!
  }
}

/**
 * How far a town of so many people reaches: cities cover an area about in proportion to their people. One of 10,000
 * reaches 1 km, of a million 10 km, none farther than 25 km (London and Paris are about 15 to 25 km in radius).
 */
export function reachKm(population: number): number {
  return Math.min(25, Math.sqrt(population / 10_000))
}

let builtIn: Gazetteer | null = null

/** Towns of 1,000 people and more (GeoNames); read at the first call, some 60 ms, and kept. */
export function builtInGazetteer(): Gazetteer {
  builtIn ??= new Gazetteer(parseTowns(brotliDecompressSync(readFileSync(new URL('towns.tsv.br', import.meta.url)))))
  return builtIn
}

/** The format is that of scripts/build-gazetteer.ts. */
function parseTowns(tsv: Buffer): readonly Town[] {
  return tsv
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [country = '', name = '', latitude, longitude, magnitude] = line.split('\t')
      return {
        country,
        name,
        latitude: Number(latitude) / 1000,
        longitude: Number(longitude) / 1000,
        radiusKm: reachKm(2 ** (Number(magnitude) / 4)),
      }
    })
}

const RADIANS = Math.PI / 180

function rowOf(latitude: number): number {
  return Math.min(ROWS - 1, Math.max(0, Math.floor((latitude + 90) * BUCKETS_PER_DEGREE)))
}

function columnOf(longitude: number): number {
  return ((Math.floor((longitude + 180) * BUCKETS_PER_DEGREE) % COLUMNS) + COLUMNS) % COLUMNS
}
