import type { Position } from 'geojson'

/** At the poles a ring runs along the edge of the map on purpose. */
const MOST_LATITUDE = 80

/**
 * A ring that crosses the 180th meridian, with longitudes that go on beyond it: drawn as it comes, it would run back
 * across the whole map.
 */
export function unwrapRing(ring: readonly Position[]): readonly Position[] {
  let turn = 0
  let before: number | null = null
  return ring.map(([longitude = 0, latitude = 0]) => {
    if (before !== null && Math.abs(latitude) < MOST_LATITUDE) {
      if (longitude - before > 180) turn -= 360
      else if (longitude - before < -180) turn += 360
    }
    before = longitude
    return [longitude + turn, latitude]
  })
}
