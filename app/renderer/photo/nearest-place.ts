import type { Place } from '../../../core/api/browse.ts'

/** The place whose photos lie around a position, the nearest of them; null: none of the library's places. */
export function nearestPlace(
  places: readonly Place[],
  { latitude, longitude }: { readonly latitude: number; readonly longitude: number },
): Place | null {
  const around = places.filter(({ bounds: { south, north, west, east } }) => {
    const isBetween = west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east
    return latitude >= south && latitude <= north && isBetween
  })
  // Degrees of longitude shrink towards the poles; over the size of a town a plane is near enough.
  const shrink = Math.cos((latitude * Math.PI) / 180)
  const distance = (place: Place) => {
    const dLongitude = Math.abs(place.longitude - longitude)
    return Math.hypot(place.latitude - latitude, Math.min(dLongitude, 360 - dLongitude) * shrink)
  }
  return around.toSorted((a, b) => distance(a) - distance(b))[0] ?? null
}
