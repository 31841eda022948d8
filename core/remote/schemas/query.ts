import { z } from 'zod'
import { COMPOSITION_METHODS, RERANKERS } from '../../api.ts'
import { id, latitude, longitude, path, photoId, photoIds, text } from './values.ts'

/** Bounds of single values only: what they mean together `core/query` checks, which also knows the defaults. */
const MAX_PARTS = 64
const MAX_WORDS = 4000
const MAX_MARKED = 200

const fraction = z.number().min(0).max(1)
const region = z.strictObject({ x: fraction, y: fraction, width: fraction, height: fraction }).optional()
const common = { negative: z.boolean().optional(), weight: z.number().positive().max(1000).optional() }

const part = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('words'), words: text(MAX_WORDS) }),
  z.strictObject({ ...common, kind: z.literal('file'), path, region }),
  z.strictObject({ ...common, kind: z.literal('photo'), photoId, region }),
  z.strictObject({
    ...common,
    kind: z.literal('upload'),
    uploadId: z.string().regex(/^[0-9a-f]{64}$/, 'must be what addUpload gave'),
    region,
  }),
])

const bounds = z.strictObject({ south: latitude, west: longitude, north: latitude, east: longitude })
const date = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'must be YYYY, YYYY-MM or YYYY-MM-DD')

export const filter = z.strictObject({
  folder: path.optional(),
  from: date.optional(),
  to: date.optional(),
  camera: text(200).optional(),
  album: id.optional(),
  bounds: bounds.optional(),
})

const marked = z.array(photoId).max(MAX_MARKED)

export const query = z.strictObject({
  parts: z.array(part).max(MAX_PARTS),
  method: z.enum(COMPOSITION_METHODS).optional(),
  balance: fraction.optional(),
  rerank: z.enum(RERANKERS).optional(),
  k: z.int().min(1).max(10_000).optional(),
  filter: filter.optional(),
  feedback: z.strictObject({ like: marked, unlike: marked }).optional(),
  exclude: photoIds.optional(),
})
