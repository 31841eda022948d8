import type { Geotagged, Place } from '../../api/browse.ts'
import type { Gazetteer } from './gazetteer.ts'

/** Positions that agree to a thousandth of a degree, about 100 m, are in one place: the lookup is made once for them. */
const SPOTS_PER_DEGREE = 1000
/** Where no town is near, photos are put together by cells of one degree. */
const CELL_DEGREES = 1

/** Photos of one place so far; offsets are from the first photo's longitude, so that the 180th meridian is no edge. */
interface Cluster {
  readonly name: string | null
  readonly origin: number
  photos: number
  latitudes: number
  offsets: number
  south: number
  north: number
  /** Longitudes of the photos farthest west and east, and how far they are. */
  west: number
  westOffset: number
  east: number
  eastOffset: number
}

/**
 * Puts photos together by the town they were taken in or near; without one, by cells of one degree, named by their
 * middle. @returns the most photos first, then by name; `latitude` and `longitude` are the mean of the photos'
 */
export function findPlaces({ latitudes, longitudes }: Geotagged, gazetteer: Gazetteer): readonly Place[] {
  const looked = new Map<number, Cluster>()
  const clusters = new Map<string, Cluster>()
  for (const [i, latitude] of latitudes.entries()) {
    const longitude = longitudes[i] ?? 0
    const spot =
      Math.round(latitude * SPOTS_PER_DEGREE) * 1000 * SPOTS_PER_DEGREE + Math.round(longitude * SPOTS_PER_DEGREE)
    let cluster = looked.get(spot)
    if (cluster === undefined) {
      const town = gazetteer.nearest(latitude, longitude)
      const key = town === null ? cellOf(latitude, longitude) : `town ${town}`
      cluster = clusters.get(key) ?? begin(town === null ? null : townName(gazetteer, town), longitude)
      clusters.set(key, cluster)
      looked.set(spot, cluster)
    }
    include(cluster, latitude, longitude)
  }
  return [...clusters.values()].map(placeOf).sort((a, b) => b.photos - a.photos || (a.name < b.name ? -1 : 1))
}

function begin(name: string | null, origin: number): Cluster {
  return {
    name,
    origin,
    photos: 0,
    latitudes: 0,
    offsets: 0,
    south: Infinity,
    north: -Infinity,
    west: origin,
    westOffset: 0,
    east: origin,
    eastOffset: 0,
  }
}

function include(cluster: Cluster, latitude: number, longitude: number): void {
  const offset = wrapped(longitude - cluster.origin)
  cluster.photos += 1
  cluster.latitudes += latitude
  cluster.offsets += offset
  cluster.south = Math.min(cluster.south, latitude)
  cluster.north = Math.max(cluster.north, latitude)
  // Longitudes that differ by less than the offsets can tell are told apart themselves.
  if (offset < cluster.westOffset || (offset === cluster.westOffset && longitude < cluster.west)) {
    ;[cluster.west, cluster.westOffset] = [longitude, offset]
  }
  if (offset > cluster.eastOffset || (offset === cluster.eastOffset && longitude > cluster.east)) {
    ;[cluster.east, cluster.eastOffset] = [longitude, offset]
  }
}

function placeOf(cluster: Cluster): Place {
  const latitude = cluster.latitudes / cluster.photos
  const longitude = wrapped(cluster.origin + cluster.offsets / cluster.photos)
  return {
    name: cluster.name ?? coordinates(latitude, longitude),
    latitude,
    longitude,
    bounds: { south: cluster.south, west: cluster.west, north: cluster.north, east: cluster.east },
    photos: cluster.photos,
  }
}

function cellOf(latitude: number, longitude: number): string {
  return `cell ${Math.floor(latitude / CELL_DEGREES)} ${Math.floor((longitude === 180 ? -180 : longitude) / CELL_DEGREES)}`
}

/** Into [-180, 180]. */
function wrapped(degrees: number): number {
  if (degrees < -180) return degrees + 360
  return degrees > 180 ? degrees - 360 : degrees
}

function townName(gazetteer: Gazetteer, town: number): string {
  const { names, countries } = gazetteer.towns
  const country = countries[town] ?? ''
  return `${names[town]}, ${COUNTRIES.of(country) ?? country}`
}

const COUNTRIES = new Intl.DisplayNames('en', { type: 'region' })

/** `12.3° S, 130.9° E` */
function coordinates(latitude: number, longitude: number): string {
  const part = (degrees: number, positive: string, negative: string) =>
    `${Math.abs(degrees).toFixed(1)}° ${degrees < 0 ? negative : positive}`
  return `${part(latitude, 'N', 'S')}, ${part(longitude, 'E', 'W')}`
}
