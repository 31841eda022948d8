/** Towns in columns. */
export interface Towns {
  /** As GeoNames has them; with the state in the United States. */
  readonly names: readonly string[]
  /** ISO 3166 codes. */
  readonly countries: readonly string[]
  /** [n] degrees */
  readonly latitudes: Float64Array
  readonly longitudes: Float64Array
  /** [n] how far each reaches, km; @see reachKm */
  readonly radii: Float64Array
}

/** A photo farther from any town was taken nowhere in particular. */
export const MAX_DISTANCE_KM = 50
const KM_PER_DEGREE = 111.2
/** Buckets of half a degree: some 55 km from south to north. */
const BUCKETS_PER_DEGREE = 2
const ROWS = 180 * BUCKETS_PER_DEGREE
const COLUMNS = 360 * BUCKETS_PER_DEGREE
const RADIANS = Math.PI / 180

/**
 * How far a town of so many people reaches: cities cover an area about in proportion to their people. One of 10,000
 * reaches 1 km, of a million 10 km, none farther than 25 km (London and Paris are about 15 to 25 km in radius).
 */
export function reachKm(population: number): number {
  return Math.min(25, Math.sqrt(population / 10_000))
}

/** Towns by place, for finding the one that a photo was taken in or near. */
export class Gazetteer {
  readonly towns: Towns
  /** Bucket b holds the towns #sorted[#starts[b] … #starts[b + 1] − 1]. */
  readonly #starts = new Uint32Array(ROWS * COLUMNS + 1)
  readonly #sorted: Uint32Array

  constructor(towns: Towns) {
    this.towns = towns
    const { latitudes, longitudes } = towns
    const buckets = Uint32Array.from(latitudes, (latitude, i) => rowOf(latitude) * COLUMNS + columnOf(longitudes[i]!))
    for (const bucket of buckets) this.#starts[bucket + 1]!++
    for (let bucket = 0; bucket < ROWS * COLUMNS; bucket++) this.#starts[bucket + 1]! += this.#starts[bucket]!
    const next = this.#starts.slice()
    this.#sorted = new Uint32Array(latitudes.length)
    for (const [i, bucket] of buckets.entries()) this.#sorted[next[bucket]!++] = i
  }

  /**
   * The town whose edge is nearest, among those with their centre within 50 km; so a suburb goes to its city, and a
   * village outside has its own name. @returns its row in `towns`; null: none is near
   */
  nearest(latitude: number, longitude: number): number | null {
    const { latitudes, longitudes, radii } = this.towns
    // A plane with its scale at the photo: within 50 km, off by less than 1 % up to 70° of latitude.
    const shrink = Math.max(0.01, Math.cos(latitude * RADIANS))
    const row = rowOf(latitude)
    // Circles of latitude shrink towards the poles, so that 50 km span more buckets there.
    const reach = Math.ceil((MAX_DISTANCE_KM / KM_PER_DEGREE / shrink) * BUCKETS_PER_DEGREE)
    const column = columnOf(longitude) - Math.min(reach, COLUMNS / 2 - 1)
    const columns = Math.min(2 * reach + 1, COLUMNS)
    let best: number | null = null
    let bestKm = Infinity
    for (let r = Math.max(0, row - 1); r <= Math.min(ROWS - 1, row + 1); r++) {
      for (let c = 0; c < columns; c++) {
        const bucket = r * COLUMNS + ((column + c + COLUMNS) % COLUMNS)
        for (let at = this.#starts[bucket]!, end = this.#starts[bucket + 1]!; at < end; at++) {
          const i = this.#sorted[at]!
          const south = latitudes[i]! - latitude
          const apart = Math.abs(longitudes[i]! - longitude)
          const east = Math.min(apart, 360 - apart) * shrink
          const km = KM_PER_DEGREE * Math.sqrt(south * south + east * east)
          if (km > MAX_DISTANCE_KM || km - radii[i]! >= bestKm) continue
          best = i
          bestKm = km - radii[i]!
        }
      }
    }
    return best
  }
}

function rowOf(latitude: number): number {
  return Math.min(ROWS - 1, Math.max(0, Math.floor((latitude + 90) * BUCKETS_PER_DEGREE)))
}

function columnOf(longitude: number): number {
  return ((Math.floor((longitude + 180) * BUCKETS_PER_DEGREE) % COLUMNS) + COLUMNS) % COLUMNS
}
