import proj4 from 'proj4'
import { ResightError } from '../../types.ts'
import { occasionOf, type CaptureHistories, type OccasionUnit, type Sighting } from '../population/capture-histories.ts'
import { word } from './capture-tables.ts'

/** The two text files that secr's `read.capthist(captfile, trapfile, detector = 'proximity', fmt = 'trapID')` reads. */
export interface SecrFiles {
  readonly captures: string
  readonly detectors: string
  /** Sightings left out, as they have no date or no position. */
  readonly leftOut: number
  /** The projection of the detectors' metres, as a PROJ string. */
  readonly projection: string
}

/**
 * Spatial capture–recapture: `Session ID Occasion Detector` and `Detector X Y` in metres (Efford, "secr-datainput", sections
 * 3 and 4). Every distinct position is a detector. Metres are UTM's of the zone of the mean longitude.
 * @throws ResightError `invalid-argument` where no sighting has a date and a position
 */
export function secrFiles(
  sightings: readonly Sighting[],
  histories: CaptureHistories,
  unit: OccasionUnit,
  names: ReadonlyMap<string, string>,
): SecrFiles {
  const usable = sightings.flatMap(({ individualId, encounterId, at, position }) =>
    at === null || position === null
      ? []
      : [{ individualId, position, occasion: occasionOf({ at, encounterId }, unit) }],
  )
  if (usable.length === 0) {
    throw new ResightError('invalid-argument', 'No sighting has both a date and a position', {
      remedy: 'Enter the coordinates of the encounters, or export capture histories without places.',
    })
  }
  const projection = utmOf(usable.map(({ position }) => position))
  const detectors = new Map<string, { readonly id: string; readonly x: number; readonly y: number }>()
  for (const { position } of usable) {
    const key = `${position.latitude} ${position.longitude}`
    if (detectors.has(key)) continue
    const [x, y] = proj4(projection).forward<[number, number]>([position.longitude, position.latitude])
    detectors.set(key, { id: `D${detectors.size + 1}`, x, y })
  }
  const columns = new Map(histories.occasions.map((occasion, index) => [occasion, index + 1]))
  const lines = usable.map(({ individualId, position, occasion }) => {
    const detector = detectors.get(`${position.latitude} ${position.longitude}`)!.id
    return `1 ${word(names.get(individualId)!)} ${columns.get(occasion)!} ${detector}`
  })
  const places = [...detectors.values()].map(({ id, x, y }) => `${id} ${x.toFixed(1)} ${y.toFixed(1)}`)
  return {
    captures: `# Session ID Occasion Detector\n${[...new Set(lines)].join('\n')}\n`,
    detectors: `# Detector X Y\n# ${projection}\n${places.join('\n')}\n`,
    leftOut: sightings.length - usable.length,
    projection,
  }
}

function utmOf(positions: readonly { readonly latitude: number; readonly longitude: number }[]): string {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const longitude = mean(positions.map((position) => position.longitude))
  const zone = Math.min(60, Math.floor((longitude + 180) / 6) + 1)
  const south = mean(positions.map((position) => position.latitude)) < 0 ? ' +south' : ''
  return `+proj=utm +zone=${zone}${south} +datum=WGS84 +units=m +no_defs`
}
