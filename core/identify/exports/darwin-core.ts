import type { ZipPart } from '../archive/write-zip.ts'
import { writeCsv } from './csv.ts'
import { exportNames, type ExportSource, type IdentifiedAnnotation } from './sightings.ts'

const DWC = 'http://rs.tdwg.org/dwc/terms/'

/** The columns after the first, which is the core's id; all are terms of Darwin Core. */
const TERMS = [
  'occurrenceID',
  'basisOfRecord',
  'eventID',
  'eventDate',
  'scientificName',
  'organismID',
  'organismName',
  'individualCount',
  'sex',
  'lifeStage',
  'occurrenceStatus',
  'recordedBy',
  'identifiedBy',
  'dateIdentified',
  'locality',
  'decimalLatitude',
  'decimalLongitude',
  'geodeticDatum',
  'eventRemarks',
  'associatedMedia',
] as const

/**
 * A Darwin Core archive with an occurrence core: `meta.xml` and `eml.xml` beside `occurrence.csv` (Darwin Core text guide,
 * dwc.tdwg.org/text). One occurrence an animal and encounter; the individual is its `organismID`.
 * @param now UTC, for the metadata's date
 */
export function darwinCoreArchive(source: ExportSource, now: string): readonly ZipPart[] {
  const names = exportNames(source)
  const groups = Map.groupBy(
    source.identified,
    ({ individual, encounter }) => `${individual.individualId}:${encounter.encounterId}`,
  )
  const rows = [...groups.values()].map((group) => occurrence(source, group, names))
  return [
    { name: 'meta.xml', text: metaXml() },
    { name: 'eml.xml', text: emlXml(source, now) },
    { name: 'occurrence.csv', text: writeCsv(TERMS, rows) },
  ]
}

function occurrence(
  { project }: ExportSource,
  group: readonly IdentifiedAnnotation[],
  names: ReadonlyMap<string, string>,
): readonly (string | number)[] {
  const { individual, encounter, entry } = group[0]!
  const { latitude = '', longitude = '' } = encounter.position ?? {}
  const values: Readonly<Record<(typeof TERMS)[number], string | number>> = {
    occurrenceID: `urn:resight:${project.projectId}:${individual.individualId}:${encounter.encounterId}`,
    basisOfRecord: 'MachineObservation',
    eventID: encounter.encounterId,
    eventDate: interval(encounter.startedAt, encounter.endedAt),
    scientificName: project.species,
    organismID: individual.individualId,
    organismName: names.get(individual.individualId)!,
    individualCount: 1,
    sex: individual.sex === 'unknown' ? '' : individual.sex,
    lifeStage: individual.lifeStage === 'unknown' ? '' : individual.lifeStage,
    occurrenceStatus: 'present',
    recordedBy: encounter.observer,
    identifiedBy: entry?.by ?? '',
    dateIdentified: entry?.at ?? '',
    locality: encounter.place,
    decimalLatitude: latitude,
    decimalLongitude: longitude,
    geodeticDatum: encounter.position === null ? '' : 'EPSG:4326',
    eventRemarks: encounter.notes,
    associatedMedia: [...new Set(group.map(({ photo }) => photo.fileName.replaceAll('|', ' ')))].join(' | '),
  }
  return TERMS.map((term) => values[term])
}

/** ISO 8601-1, an interval where the two differ. */
function interval(start: string | null, end: string | null): string {
  if (start === null) return ''
  return end === null || end === start ? start : `${start}/${end}`
}

function metaXml(): string {
  const fields = TERMS.map((term, index) => `    <field index="${index}" term="${DWC}${term}"/>`)
  return `<?xml version="1.0" encoding="UTF-8"?>
<archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="eml.xml">
  <core encoding="UTF-8" fieldsTerminatedBy="," linesTerminatedBy="\\n" fieldsEnclosedBy="&quot;" ignoreHeaderLines="1" rowType="${DWC}Occurrence">
    <files>
      <location>occurrence.csv</location>
    </files>
    <id index="0"/>
${fields.join('\n')}
  </core>
</archive>
`
}

function emlXml({ project, identified }: ExportSource, now: string): string {
  const title = `Photo-ID of ${project.species}${project.population === '' ? '' : `, ${project.population}`}`
  const people = [...new Set(identified.map(({ entry }) => entry?.by ?? '').filter(Boolean))].sort()
  const creators = (people.length === 0 ? ['unknown'] : people).map(
    (name) => `    <creator><individualName><surName>${escapeXml(name)}</surName></individualName></creator>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<eml:eml xmlns:eml="https://eml.ecoinformatics.org/eml-2.2.0" packageId="${project.projectId}" system="resight">
  <dataset>
    <title>${escapeXml(title)}</title>
${creators.join('\n')}
    <pubDate>${now.slice(0, 10)}</pubDate>
    <abstract><para>Individual animals told apart by their natural markings on photos; organismID names the individual.</para></abstract>
    <contact><individualName><surName>${escapeXml(people[0] ?? 'unknown')}</surName></individualName></contact>
  </dataset>
</eml:eml>
`
}

/** Text for XML 1.0, without the characters that it cannot hold. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
