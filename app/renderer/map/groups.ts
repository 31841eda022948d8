import Supercluster from 'supercluster'
import type { PhotoId } from '../../../core/api.ts'
import type { Bounds, Geotagged } from '../../../core/api/browse.ts'

interface PhotoPoint {
  readonly photoId: PhotoId
}

export interface PhotoGroup {
  readonly key: string
  readonly latitude: number
  readonly longitude: number
  readonly photos: number
  /** Some of its photos, the first as its picture. */
  readonly sample: readonly PhotoId[]
}

export type PhotoClusters = Supercluster<PhotoPoint>

/** px between groups */
const RADIUS = 64
export const MOST_ZOOM = 14
const SAMPLE = 12

export function clusterPhotos({ photoIds, latitudes, longitudes }: Geotagged): PhotoClusters {
  const clusters = new Supercluster<PhotoPoint>({ radius: RADIUS, maxZoom: MOST_ZOOM - 1 })
  return clusters.load(
    photoIds.map((photoId, i) => ({
      type: 'Feature',
      properties: { photoId },
      geometry: { type: 'Point', coordinates: [longitudes[i] ?? 0, latitudes[i] ?? 0] },
    })),
  )
}

/** Photos in a box, near ones as one group, largest first. */
export function groupsIn(clusters: PhotoClusters, bounds: Bounds, zoom: number): readonly PhotoGroup[] {
  const { west, south, east, north } = bounds
  const found = clusters.getClusters([west, south, east, north], Math.floor(zoom))
  const groups = found.map(({ id, properties, geometry }): PhotoGroup => {
    const [longitude = 0, latitude = 0] = geometry.coordinates
    if (!('cluster' in properties))
      return { key: `photo ${properties.photoId}`, latitude, longitude, photos: 1, sample: [properties.photoId] }
    const sample = clusters.getLeaves(Number(id), SAMPLE).map((leaf) => leaf.properties.photoId)
    return { key: `group ${id}`, latitude, longitude, photos: properties.point_count, sample }
  })
  return groups.toSorted((a, b) => b.photos - a.photos)
}

/** The box as the engine wants it: within ±90 and ±180 degrees, west greater than east across the 180th meridian. */
export function searchBounds({ south, west, north, east }: Bounds): Bounds {
  const isWhole = east - west >= 360
  return {
    south: Math.max(-90, south),
    north: Math.min(90, north),
    west: isWhole ? -180 : turned(west),
    east: isWhole ? 180 : turned(east),
  }
}

function turned(longitude: number): number {
  return longitude >= -180 && longitude <= 180 ? longitude : ((((longitude + 180) % 360) + 360) % 360) - 180
}
