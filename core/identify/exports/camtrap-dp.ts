import type { AnnotationRegion } from '../../api/identify.ts'
import { ResightError } from '../../types.ts'
import type { ZipPart } from '../archive/write-zip.ts'
import { writeCsv } from './csv.ts'
import { exportNames, type ExportSource, type IdentifiedAnnotation } from './sightings.ts'
import { zoned } from './times.ts'

const VERSION = '1.0.2'
const PROFILE = `https://raw.githubusercontent.com/tdwg/camtrap-dp/${VERSION}`

const DEPLOYMENT_FIELDS =
  'deploymentID,locationID,locationName,latitude,longitude,coordinateUncertainty,deploymentStart,deploymentEnd,setupBy,cameraID,cameraModel,cameraDelay,cameraHeight,cameraDepth,cameraTilt,cameraHeading,detectionDistance,timestampIssues,baitUse,featureType,habitat,deploymentGroups,deploymentTags,deploymentComments'
const MEDIA_FIELDS =
  'mediaID,deploymentID,captureMethod,timestamp,filePath,filePublic,fileName,fileMediatype,exifData,favorite,mediaComments'
const OBSERVATION_FIELDS =
  'observationID,deploymentID,mediaID,eventID,eventStart,eventEnd,observationLevel,observationType,cameraSetupType,scientificName,count,lifeStage,sex,behavior,individualID,individualPositionRadius,individualPositionAngle,individualSpeed,bboxX,bboxY,bboxWidth,bboxHeight,classificationMethod,classifiedBy,classificationTimestamp,classificationProbability,observationTags,observationComments'

type Values = Readonly<Record<string, string | number | boolean>>

/** A package, and what could not go into it. */
export interface CamtrapPackage {
  readonly parts: readonly ZipPart[]
  /** Encounters without a date or a position, which the standard requires; their photos are left out too. */
  readonly leftOut: number
}

/**
 * Camtrap DP 1.0.2 (camtrap-dp.tdwg.org): `datapackage.json` and three tables. An encounter is a deployment and an event, an
 * identified annotation a media-level observation with its `individualID` and box. Times without a zone are written as UTC
 * and flagged by `timestampIssues`. The photos themselves are not in it: `filePath` names them as they are called.
 * @param now UTC, ISO 8601
 * @throws ResightError `invalid-argument` where no encounter has a date and a position
 */
export function camtrapPackage(source: ExportSource, now: string): CamtrapPackage {
  const encounters = source.encounters.filter(({ startedAt, position }) => startedAt !== null && position !== null)
  if (encounters.length === 0) {
    throw new ResightError('invalid-argument', 'No encounter has both a date and a position', {
      remedy: 'Camtrap DP requires them: enter them, or export Darwin Core instead.',
    })
  }
  const kept = new Map(encounters.map((encounter) => [encounter.encounterId, encounter]))
  const deployments = encounters.map(
    ({ encounterId, startedAt, endedAt, place, position, observer, notes }): Values => {
      const [start, end] = [zoned(startedAt!), zoned(endedAt ?? startedAt!, '23:59:59')]
      return {
        deploymentID: encounterId,
        locationName: place,
        latitude: position!.latitude,
        longitude: position!.longitude,
        deploymentStart: start.text,
        deploymentEnd: end.text,
        setupBy: observer,
        timestampIssues: start.isGuess,
        deploymentComments: notes,
      }
    },
  )
  const photos = source.photos.filter(({ encounterId }) => kept.has(encounterId))
  const media = photos.map(({ contentHash, encounterId, fileName, takenAt }): Values => ({
    mediaID: contentHash,
    deploymentID: encounterId,
    timestamp: zoned(takenAt ?? kept.get(encounterId)!.startedAt!).text,
    filePath: `photos/${safePath(fileName)}`,
    filePublic: false,
    fileName,
    fileMediatype: mediatype(fileName),
  }))
  const names = exportNames(source)
  const observed = source.identified.filter(({ encounter }) => kept.has(encounter.encounterId))
  const observations = observed.map((item) => observation(item, source.project.species, names))
  const descriptor = datapackage(source, { deployments, observations: observed.length }, now)
  return {
    parts: [
      { name: 'datapackage.json', text: `${JSON.stringify(descriptor, null, 2)}\n` },
      { name: 'deployments.csv', text: table(DEPLOYMENT_FIELDS, deployments) },
      { name: 'media.csv', text: table(MEDIA_FIELDS, media) },
      { name: 'observations.csv', text: table(OBSERVATION_FIELDS, observations) },
    ],
    leftOut: source.encounters.length - encounters.length,
  }
}

function observation(item: IdentifiedAnnotation, species: string, names: ReadonlyMap<string, string>): Values {
  const { annotation, photo, encounter, individual, entry } = item
  const isAutomatic = entry?.kind === 'decision' && entry.automatic
  const probability = entry?.kind === 'decision' ? entry.evidence.probability : null
  const box = boxOf(annotation.region)
  return {
    observationID: annotation.annotationId,
    deploymentID: encounter.encounterId,
    mediaID: photo.contentHash,
    eventID: encounter.encounterId,
    eventStart: zoned(encounter.startedAt!).text,
    eventEnd: zoned(encounter.endedAt ?? encounter.startedAt!, '23:59:59').text,
    observationLevel: 'media',
    observationType: 'animal',
    scientificName: species,
    count: 1,
    lifeStage: individual.lifeStage === 'unknown' ? '' : individual.lifeStage,
    sex: individual.sex === 'unknown' ? '' : individual.sex,
    individualID: names.get(individual.individualId)!,
    bboxX: box.x,
    bboxY: box.y,
    bboxWidth: box.width,
    bboxHeight: box.height,
    classificationMethod: isAutomatic ? 'machine' : 'human',
    classifiedBy: entry?.by ?? '',
    classificationTimestamp: entry === null ? '' : zoned(entry.at).text,
    // The standard wants none of a person's own judgement.
    ...(isAutomatic && probability !== null && { classificationProbability: probability }),
    observationTags: `viewpoint:${annotation.viewpoint}`,
  }
}

function boxOf(region: AnnotationRegion): {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
} {
  const round = (value: number) => Math.round(value * 1e6) / 1e6
  if (region.kind === 'box') {
    const [x, y] = [round(region.x), round(region.y)]
    // A side of 0 is none to the standard; the smallest is a millionth.
    return { x, y, width: Math.max(1e-6, round(region.width)), height: Math.max(1e-6, round(region.height)) }
  }
  const [xs, ys] = [region.points.map(([x]) => x), region.points.map(([, y]) => y)]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return boxOf({ kind: 'box', x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y })
}

function datapackage(
  { project, identified }: ExportSource,
  { deployments }: { readonly deployments: readonly Values[]; readonly observations: number },
  now: string,
): unknown {
  const people = [...new Set(identified.map(({ entry }) => entry?.by ?? '').filter(Boolean))].sort()
  const [longitudes, latitudes] = [
    deployments.map((row) => Number(row['longitude'])),
    deployments.map((row) => Number(row['latitude'])),
  ]
  const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)]
  const [south, north] = [Math.min(...latitudes), Math.max(...latitudes)]
  const resource = (name: string) => ({
    name,
    path: `${name}.csv`,
    profile: 'tabular-data-resource',
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    schema: `${PROFILE}/${name}-table-schema.json`,
  })
  const days = (field: string) => deployments.map((row) => String(row[field]).slice(0, 10)).sort()
  const title = `Photo-ID of ${project.species}${project.population === '' ? '' : `, ${project.population}`}`
  return {
    profile: `${PROFILE}/camtrap-dp-profile.json`,
    name: `photo-id-${project.projectId}`,
    id: project.projectId,
    created: zoned(now).text,
    title,
    contributors: (people.length === 0 ? ['unknown'] : people).map((name) => ({ title: name, role: 'contributor' })),
    version: '1.0',
    sources: [{ title: 'Resight' }],
    project: {
      id: project.projectId,
      title,
      samplingDesign: 'opportunistic',
      captureMethod: ['activityDetection'],
      individualAnimals: true,
      observationLevel: ['media'],
    },
    spatial: {
      type: 'Polygon',
      coordinates: [
        [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
          [west, south],
        ],
      ],
    },
    temporal: { start: days('deploymentStart')[0], end: days('deploymentEnd').at(-1) },
    taxonomic: [{ scientificName: project.species }],
    resources: ['deployments', 'media', 'observations'].map(resource),
  }
}

function table(fields: string, rows: readonly Values[]): string {
  const header = fields.split(',')
  return writeCsv(
    header,
    rows.map((row) => header.map((field) => row[field] ?? '')),
  )
}

/** The standard's paths neither climb nor begin with a dot. */
function safePath(fileName: string): string {
  return fileName.replaceAll(/[/\\]/g, '_').replaceAll(/\.{2,}/g, '.')
}

function mediatype(fileName: string): string {
  const ending = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? ''
  const known: Readonly<Record<string, string>> = { jpg: 'jpeg', jpeg: 'jpeg', tif: 'tiff', heic: 'heic', heif: 'heif' }
  if (['png', 'webp', 'gif', 'bmp', 'avif', 'tiff'].includes(ending)) return `image/${ending}`
  return `image/${Object.hasOwn(known, ending) ? known[ending]! : 'jpeg'}`
}
