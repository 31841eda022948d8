const RADIANS = Math.PI / 180
/** Mean radius of the Earth (IUGG R1). */
const EARTH_KM = 6371.0088

/** Great-circle distance by the haversine formula (R. W. Sinnott, 1984). Degrees in. */
export function distanceKm(latitude1: number, longitude1: number, latitude2: number, longitude2: number): number {
  const a = Math.sin(((latitude2 - latitude1) * RADIANS) / 2)
  const b = Math.sin(((longitude2 - longitude1) * RADIANS) / 2)
  const h = a * a + Math.cos(latitude1 * RADIANS) * Math.cos(latitude2 * RADIANS) * b * b
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)))
}
