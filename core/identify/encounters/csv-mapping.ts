/** What a column may hold. */
export const CSV_FIELDS = [
  'file',
  'encounter',
  'date',
  'time',
  'place',
  'latitude',
  'longitude',
  'observer',
  'notes',
  'individual',
  'viewpoint',
  'sex',
  'lifeStage',
] as const
export type CsvField = (typeof CSV_FIELDS)[number]

/** By field, the 0-based column that holds it; a field left out is in no column. */
export type CsvMapping = Partial<Readonly<Record<CsvField, number>>>

/** What people and other programs call the columns, Darwin Core, Wildbook and Camtrap DP among them. */
const NAMES: Readonly<Record<CsvField, readonly string[]>> = {
  file: ['file', 'filename', 'photo', 'image', 'imagename', 'path', 'filepath', 'mediaasset', 'encountermediaasset0'],
  encounter: ['encounter', 'encounterid', 'eventid', 'event', 'sighting', 'sightingid', 'encounterindividualid'],
  date: ['date', 'eventdate', 'day', 'takenat', 'datetime', 'timestamp', 'datum', 'eventstart'],
  time: ['time', 'eventtime', 'hour', 'uhrzeit'],
  place: ['place', 'locality', 'location', 'site', 'locationname', 'encounterlocationid', 'station', 'ort'],
  latitude: ['latitude', 'decimallatitude', 'lat', 'y', 'encounterdecimallatitude'],
  longitude: ['longitude', 'decimallongitude', 'lon', 'long', 'lng', 'x', 'encounterdecimallongitude'],
  observer: ['observer', 'recordedby', 'photographer', 'submitter', 'by'],
  notes: ['notes', 'remarks', 'occurrenceremarks', 'comments', 'comment', 'encountersightingremarks'],
  individual: ['individual', 'individualid', 'organismid', 'animal', 'animalid', 'name', 'id', 'markedindividual'],
  viewpoint: ['viewpoint', 'side', 'flank', 'view'],
  sex: ['sex', 'encountersex', 'gender'],
  lifeStage: ['lifestage', 'age', 'ageclass', 'encounterlifestage'],
}

/** A first guess by the columns' names, shown to the person to correct. */
export function guessMapping(header: readonly string[]): CsvMapping {
  const names = header.map((name) => name.toLowerCase().replaceAll(/[^\p{L}\d]/gu, ''))
  const mapping: { [Field in CsvField]?: number } = {}
  const taken = new Set<number>()
  for (const field of CSV_FIELDS) {
    for (const name of NAMES[field]) {
      const column = names.findIndex((given, at) => given === name && !taken.has(at))
      if (column < 0) continue
      mapping[field] = column
      taken.add(column)
      break
    }
  }
  return mapping
}
