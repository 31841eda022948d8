type Tags = Readonly<Record<string, unknown>>

/**
 * The position of the camera, WGS 84 degrees, from the GPS directory (Exif 2.32, 4.6.6): degrees, minutes and seconds as
 * fractions, and N/S, E/W. Anything out of range, a fraction over zero, and 0° 0° (what receivers without a fix write) is
 * no position.
 */
export function readPosition(exif: Tags): { readonly latitude: number; readonly longitude: number } | null {
  const latitude = degrees(exif, 'GPSLatitude', 'S', 90)
  const longitude = degrees(exif, 'GPSLongitude', 'W', 180)
  if (latitude === null || longitude === null || (latitude === 0 && longitude === 0)) return null
  return { latitude, longitude }
}

function degrees(exif: Tags, name: string, negative: string, limit: number): number | null {
  const parts: unknown = computed(exif[name])
  if (!Array.isArray(parts) || parts.length < 1 || parts.length > 3) return null
  let sum = 0
  for (const [index, part] of (parts as unknown[]).entries()) {
    if (typeof part !== 'number' || !Number.isFinite(part) || part < 0) return null
    if (index > 0 && part > 60) return null
    sum += part / 60 ** index
  }
  if (sum > limit) return null
  const reference: unknown = computed(exif[`${name}Ref`])
  const isNegative = typeof reference === 'string' && reference.trim().toUpperCase().startsWith(negative)
  // 1e-7 degrees is a centimetre; more digits than that are the fractions' own rounding.
  return Math.round((isNegative ? -sum : sum) * 1e7) / 1e7
}

function computed(tag: unknown): unknown {
  return typeof tag === 'object' && tag !== null ? (tag as { computed?: unknown }).computed : undefined
}
