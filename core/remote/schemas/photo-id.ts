import { z } from 'zod'
import { LIFE_STAGES, SEXES, VERDICTS, VIEWPOINTS } from '../../api/identify.ts'
import { OCCASIONS, PROJECT_EXPORTS } from '../../api/photo-id.ts'
import { latitude, longitude, optional, path, photoIds, text } from './values.ts'

/** Bounds of single values; what they mean together the engine checks, which knows the project. */
const MAX_LISTED = 10_000
/** UTF-16 units: of a table with a line for each of 100,000 photos. */
export const MAX_CSV_LENGTH = 20_000_000

export const projectId = z.uuid()
const uuid = projectId
const uuids = z.array(uuid).min(1).max(MAX_LISTED)
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in 64 hex digits')
const fraction = z.number().min(0).max(1)
const time = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?)?$/, 'must be ISO 8601')
/** Of the person who decides. */
const by = text(300).min(1)
const name = text(300)
const notes = text(20_000)

const projectValue = z.strictObject({
  species: name.min(1),
  population: name,
  settings: z.strictObject({
    precisionTarget: z.number().gt(0.5).lt(1),
    shortlist: z.int().min(1).max(1_000_000).nullable(),
    extractors: z.array(text(200).min(1)).max(20),
    sameViewpointOnly: z.boolean(),
  }),
})

const encounterValue = z.strictObject({
  startedAt: time.nullable(),
  endedAt: time.nullable(),
  place: name,
  position: z.strictObject({ latitude, longitude }).nullable(),
  observer: name,
  notes,
})

const region = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('box'), x: fraction, y: fraction, width: fraction.gt(0), height: fraction.gt(0) }),
  z.strictObject({
    kind: z.literal('polygon'),
    points: z
      .array(z.tuple([fraction, fraction]))
      .min(3)
      .max(500),
  }),
])

const annotationValue = z.strictObject({
  contentHash: hash,
  region,
  viewpoint: z.enum(VIEWPOINTS),
  quality: fraction.nullable(),
  drawnBy: name,
})

const individualValue = z.strictObject({
  name,
  sex: z.enum(SEXES),
  lifeStage: z.enum(LIFE_STAGES),
  notes,
})

const csvTable = z.strictObject({
  text: text(MAX_CSV_LENGTH),
  name,
  folder: path.nullable(),
  mapping: z.record(text(30), z.int().min(0).max(10_000)).nullable(),
})

const decision = z.strictObject({
  annotationId: uuid,
  verdict: z.enum(VERDICTS),
  individualId: uuid.nullable(),
  name: name.optional(),
  against: uuid.nullable(),
  rank: z.int().min(1).max(1_000_000).nullable(),
})

const clicks = z.array(z.strictObject({ x: fraction, y: fraction, kind: z.enum(['animal', 'background']) })).max(200)

/** Arguments of the calls of photo-ID. */
export const photoIdArguments = {
  projects: z.tuple([]),
  damagedProjects: z.tuple([]),
  createProject: z.tuple([projectValue]),
  saveProject: z.tuple([projectId, projectValue]),
  deleteProject: z.tuple([projectId]),
  projectState: z.tuple([projectId]),

  saveEncounter: z.tuple([projectId, uuid.nullable(), encounterValue]),
  removeEncounter: z.tuple([projectId, uuid]),
  putPhotos: z.tuple([projectId, uuid, photoIds]),
  takePhotos: z.tuple([projectId, z.array(hash).min(1).max(MAX_LISTED)]),
  previewCsv: z.tuple([projectId, csvTable]),
  importCsv: z.tuple([projectId, csvTable, by]),

  saveAnnotation: z.tuple([projectId, uuid.nullable(), annotationValue]),
  removeAnnotation: z.tuple([projectId, uuid]),
  proposeRegions: z.tuple([hash]),
  regionAt: z.tuple([hash, fraction, fraction]),
  refineRegion: z.tuple([hash, region, clicks]),

  reviewQueue: z.tuple([projectId]),
  candidates: z.tuple([projectId, uuid]),
  searchAll: z.tuple([projectId, uuid]),
  matchedPoints: z.tuple([projectId, uuid, uuid]),
  decide: z.tuple([projectId, decision, by]),
  undo: z.tuple([projectId, uuid, by]),
  saveIndividual: z.tuple([projectId, uuid.nullable(), individualValue, by]),
  mergeIndividuals: z.tuple([projectId, uuid, uuid, by]),
  splitIndividual: z.tuple([projectId, uuids, individualValue, by]),
  previewAccept: z.tuple([projectId, optional(z.number().gt(0.5).lt(1))]),
  accept: z.tuple([projectId, z.array(z.strictObject({ queryId: uuid, individualId: uuid })).max(MAX_LISTED), by]),
  projectLog: z.tuple([projectId, z.int().min(1).max(100_000)]),

  calibrationOf: z.tuple([projectId]),
  shortlistChoices: z.tuple([projectId]),
  population: z.tuple([projectId, z.enum(OCCASIONS)]),
  previewExport: z.tuple([
    projectId,
    z.enum(PROJECT_EXPORTS),
    z.strictObject({ occasions: z.enum(OCCASIONS), withPhotos: z.boolean() }),
  ]),
}

/** What the address of an export says. */
export const exportRequest = z.strictObject({
  projectId,
  format: z.enum(PROJECT_EXPORTS),
  occasions: z.enum(OCCASIONS),
  withPhotos: z.boolean(),
})

const rule = z.strictObject({
  gapMinutes: z.number().min(0).max(525_600),
  gapMetres: z.number().min(0).max(20_100_000),
})

/** Photo-ID's long jobs. */
export const photoIdJobs = [
  z.strictObject({ kind: z.literal('project-add'), projectId, folder: path, rule }),
  z.strictObject({ kind: z.literal('project-regions'), projectId }),
  z.strictObject({ kind: z.literal('project-identify'), projectId }),
  z.strictObject({ kind: z.literal('project-calibrate'), projectId }),
  z.strictObject({ kind: z.literal('project-demo') }),
] as const
