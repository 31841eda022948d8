import { z } from 'zod'
import { LIFE_STAGES, SEXES, VERDICTS, VIEWPOINTS } from '../../api/identify.ts'
import type { Annotation, Encounter, LogEntry, Project, ProjectPhoto } from '../../api/identify.ts'
import { ResightError } from '../../types.ts'
import type { MeasuredRank } from '../candidates/shortlist.ts'

/** The shapes of what a project holds, for whatever comes from a file: everything from outside is hostile. */

const ID = z.string().regex(/^[\w.:-]{1,100}$/)
const HASH = z.string().regex(/^[0-9a-f]{64}$/)
const NAME = z.string().max(300)
const NOTES = z.string().max(20_000)
const TIME = z.string().regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?)?$/)
const FRACTION = z.number().min(0).max(1)

export const SETTINGS = z.strictObject({
  precisionTarget: z.number().gt(0.5).lt(1),
  shortlist: z.int().min(1).max(1_000_000).nullable(),
  extractors: z.array(z.string().min(1).max(200)).max(20),
  sameViewpointOnly: z.boolean(),
})
export const PROJECT_VALUE = z.strictObject({
  species: z.string().trim().min(1).max(300),
  population: NAME,
  settings: SETTINGS,
})
export const PROJECT: z.ZodType<Project> = PROJECT_VALUE.extend({ projectId: z.uuid(), createdAt: TIME })

export const ENCOUNTER_VALUE = z.strictObject({
  startedAt: TIME.nullable(),
  endedAt: TIME.nullable(),
  place: NAME,
  position: z
    .strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
    .nullable(),
  observer: NAME,
  notes: NOTES,
})
export const ENCOUNTER: z.ZodType<Encounter> = ENCOUNTER_VALUE.extend({ encounterId: ID })

export const PHOTO: z.ZodType<ProjectPhoto> = z.strictObject({
  contentHash: HASH,
  encounterId: ID,
  fileName: z.string().min(1).max(255),
  width: z.int().min(1).max(1_000_000),
  height: z.int().min(1).max(1_000_000),
  takenAt: TIME.nullable(),
})

const REGION = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('box'), x: FRACTION, y: FRACTION, width: FRACTION.gt(0), height: FRACTION.gt(0) })
    .refine(({ x, y, width, height }) => x + width <= 1 + 1e-9 && y + height <= 1 + 1e-9, 'the box leaves the photo'),
  z.strictObject({
    kind: z.literal('polygon'),
    points: z
      .array(z.tuple([FRACTION, FRACTION]))
      .min(3)
      .max(500),
  }),
])
export const ANNOTATION_VALUE = z.strictObject({
  contentHash: HASH,
  region: REGION,
  viewpoint: z.enum(VIEWPOINTS),
  quality: FRACTION.nullable(),
  drawnBy: NAME,
})
export const ANNOTATION: z.ZodType<Annotation> = ANNOTATION_VALUE.extend({ annotationId: ID })

export const INDIVIDUAL_VALUE = z.strictObject({
  name: NAME,
  sex: z.enum(SEXES),
  lifeStage: z.enum(LIFE_STAGES),
  notes: NOTES,
})
const EVIDENCE = z.strictObject({
  against: ID.nullable(),
  similarities: z.record(z.string().max(200), z.number()),
  probability: FRACTION.nullable(),
  rank: z.int().min(1).nullable(),
  versions: z.record(z.string().max(200), z.string().max(200)),
})
const REPLACES = z.array(ID).max(1000)
const HEAD = {
  entryId: ID,
  // Room to count on after the greatest that a hostile log may claim.
  clock: z
    .int()
    .min(1)
    .max(2 ** 52),
  by: z.string().trim().min(1).max(300),
  at: TIME,
}
export const DECISION = z
  .strictObject({
    kind: z.literal('decision'),
    annotationId: ID,
    verdict: z.enum(VERDICTS),
    individualId: ID.nullable(),
    evidence: EVIDENCE,
    replaces: REPLACES,
    automatic: z.boolean(),
  })
  .extend(HEAD)
export const ENTRY: z.ZodType<LogEntry> = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('individual'), individualId: ID, value: INDIVIDUAL_VALUE }).extend(HEAD),
    DECISION,
    z.strictObject({ kind: z.literal('merge'), from: ID, into: ID }).extend(HEAD),
    z
      .strictObject({ kind: z.literal('split'), annotationIds: z.array(ID).min(1).max(100_000), into: ID })
      .extend({ replaces: z.array(ID).max(100_000) })
      .extend(HEAD),
    z.strictObject({ kind: z.literal('undo'), undoes: ID }).extend(HEAD),
  ])
  .refine(
    (entry) =>
      entry.kind !== 'decision' ||
      (entry.individualId !== null) === ['match', 'not-this-one', 'new-individual'].includes(entry.verdict),
    'a match, a denial and a new individual name an individual, other verdicts none',
  )

/** @param what named in the message @throws ResightError `corrupt` (what a file holds) */
export function parseStored<T>(schema: z.ZodType<T>, body: unknown, what: string): T {
  try {
    return schema.parse(JSON.parse(String(body)))
  } catch (cause) {
    throw new ResightError('corrupt', `${what} is damaged: ${explain(cause)}`, {
      cause,
      remedy: 'Open the project’s last ZIP file instead.',
    })
  }
}

/** @throws ResightError `invalid-argument` (what a caller hands over) */
export function checkGiven<T>(schema: z.ZodType<T>, value: unknown, name: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new ResightError('invalid-argument', `${name} is not as it must be: ${explain(result.error)}`)
}

function explain(cause: unknown): string {
  if (!(cause instanceof z.ZodError)) return cause instanceof Error ? cause.message : String(cause)
  const [issue] = cause.issues
  return issue === undefined ? 'not valid' : `${issue.path.join('.') || 'value'}: ${issue.message}`
}

export const RANKS: z.ZodType<readonly MeasuredRank[]> = z
  .array(z.strictObject({ rank: z.int().min(1).nullable(), of: z.int().min(1) }))
  .max(1_000_000)

const BIN = z.strictObject({
  from: FRACTION,
  to: FRACTION,
  count: z.int().min(0),
  said: FRACTION.nullable(),
  observed: FRACTION.nullable(),
})
const COUNT = z.int().min(0)
const ERRORS = z.strictObject({
  same: COUNT,
  different: COUNT,
  points: z.array(z.strictObject({ threshold: FRACTION, falseAccepts: COUNT, falseRejects: COUNT })).max(10_000),
})
export const RELIABILITY = z
  .array(
    z.strictObject({
      extractor: z.string().min(1).max(200),
      reliability: z
        .strictObject({
          bins: z.array(BIN).max(1000),
          ece: z.number().min(0),
          brier: z.number().min(0),
          count: z.int().min(0),
        })
        .nullable(),
      /** Absent where it was calibrated before they were measured. */
      errors: ERRORS.nullable().default(null),
    }),
  )
  .max(100)
