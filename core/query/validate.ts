import {
  COMPOSITION_METHODS,
  RERANKERS,
  type CompositionMethod,
  type Feedback,
  type Query,
  type QueryPart,
  type RegionValue,
  type RerankerName,
} from '../api.ts'
import { invalidArgument } from '../types.ts'
import { parseFilter, type PhotoFilter } from './filter.ts'

/** A query with every default filled in. */
export interface CheckedQuery {
  readonly parts: readonly QueryPart[]
  readonly method: CompositionMethod
  /** 0: photos only … 1: words only */
  readonly balance: number
  readonly rerank: RerankerName
  readonly k: number
  /** null: no filter */
  readonly filter: PhotoFilter | null
  /** Without repeats; both empty: no feedback. */
  readonly feedback: Feedback
  readonly exclude: ReadonlySet<number>
}

/** Chosen by measurement: docs/decisions/composition.md. */
export const DEFAULT_METHOD: CompositionMethod = 'weicom'
export const DEFAULT_BALANCE = 0.5
export const DEFAULT_K = 20
export const MAX_K = 10_000
/** Far above what a person puts together; each part may cost an encoding, and a bound keeps a request bounded. */
export const MAX_PARTS = 64
export const MAX_WORDS_LENGTH = 4_000
/** Photos that can be marked as liked, and as unliked; beyond, one more hardly moves their mean. */
export const MAX_MARKED = 200
const MAX_WEIGHT = 1_000
const MAX_PHOTO_ID = 2 ** 31 - 1
/** x + width may exceed 1 by this much: fractions such as 0.7 + 0.3 are not exact in binary. */
const REGION_SLACK = 1e-9

/** What `addUpload` gives: a SHA-256 in hex. It becomes part of a file's name, so nothing else may pass. */
export const UPLOAD_ID = /^[0-9a-f]{64}$/

const QUERY_FIELDS = ['parts', 'method', 'balance', 'rerank', 'k', 'filter', 'feedback', 'exclude']
const PART_FIELDS = {
  words: ['kind', 'negative', 'weight', 'words'],
  file: ['kind', 'negative', 'weight', 'path', 'region'],
  photo: ['kind', 'negative', 'weight', 'photoId', 'region'],
  upload: ['kind', 'negative', 'weight', 'uploadId', 'region'],
}

/**
 * Checks every field of a query, which may come from outside as parsed JSON, and fills the defaults in.
 * A field that isn't in the contract is refused: a misspelt one would otherwise be ignored in silence.
 * @throws ResightError `invalid-argument` that names the field
 */
export function checkQuery(query: Query): CheckedQuery {
  requireObject('query', query, QUERY_FIELDS)
  const parts: unknown = query.parts
  if (!Array.isArray(parts)) throw invalidArgument('parts', 'a list of query parts', parts)
  if (parts.length > MAX_PARTS) throw invalidArgument('parts', `at most ${MAX_PARTS} parts`, parts.length)
  query.parts.forEach((part, i) => checkPart(`parts[${i}]`, part))
  const feedback = checkFeedback(query.feedback)
  if (parts.length + feedback.like.length + feedback.unlike.length === 0) {
    throw invalidArgument('parts', 'a list of at least one part, or photos marked in feedback', 'an empty list')
  }
  const exclude = photoIds('exclude', query.exclude, MAX_K)
  const k: unknown = query.k ?? DEFAULT_K
  if (typeof k !== 'number' || !Number.isInteger(k) || k < 1 || k > MAX_K) {
    throw invalidArgument('k', `an integer from 1 to ${MAX_K}`, k)
  }
  const balance: unknown = query.balance ?? DEFAULT_BALANCE
  if (typeof balance !== 'number' || !(balance >= 0 && balance <= 1)) {
    throw invalidArgument('balance', 'a number from 0 (photos only) to 1 (words only)', balance)
  }
  return {
    parts: query.parts,
    method: oneOf('method', COMPOSITION_METHODS, query.method ?? DEFAULT_METHOD),
    balance,
    rerank: oneOf('rerank', RERANKERS, query.rerank ?? 'none'),
    k,
    filter: parseFilter(query.filter),
    feedback,
    exclude: new Set(exclude),
  }
}

function checkFeedback(feedback: Feedback | undefined): Feedback {
  if (feedback === undefined) return { like: [], unlike: [] }
  requireObject('feedback', feedback, ['like', 'unlike'])
  const like = photoIds('feedback.like', feedback.like, MAX_MARKED)
  const unlike = photoIds('feedback.unlike', feedback.unlike, MAX_MARKED)
  const both = like.find((id) => unlike.includes(id))
  if (both !== undefined) throw invalidArgument('feedback', 'each photo to be liked or unliked, not both', both)
  return { like, unlike }
}

/** @returns the ids without repeats; none where the list is absent */
function photoIds(name: string, ids: unknown, limit: number): readonly number[] {
  if (ids === undefined) return []
  if (!Array.isArray(ids)) throw invalidArgument(name, 'a list of photo ids', ids)
  if (ids.length > limit) throw invalidArgument(name, `at most ${limit} photo ids`, ids.length)
  ids.forEach((id, i) => requirePhotoId(`${name}[${i}]`, id))
  return [...new Set(ids as readonly number[])]
}

function checkPart(name: string, part: QueryPart): void {
  requireObject(name, part, null)
  const kind = oneOf(`${name}.kind`, ['words', 'file', 'photo', 'upload'] as const, part.kind)
  requireObject(name, part, PART_FIELDS[kind])
  const { weight = 1, negative = false } = part
  if (typeof weight !== 'number' || !(weight > 0 && weight <= MAX_WEIGHT)) {
    throw invalidArgument(`${name}.weight`, `a number above 0 and at most ${MAX_WEIGHT}`, weight)
  }
  if (typeof negative !== 'boolean') throw invalidArgument(`${name}.negative`, 'true or false', negative)
  if (part.kind === 'words') requireText(`${name}.words`, part.words, MAX_WORDS_LENGTH)
  if (part.kind === 'file') requireText(`${name}.path`, part.path, 32_767)
  if (part.kind === 'photo') requirePhotoId(`${name}.photoId`, part.photoId)
  if (part.kind === 'upload') requireUploadId(`${name}.uploadId`, part.uploadId)
  if (part.kind !== 'words' && part.region !== undefined) checkRegion(`${name}.region`, part.region)
}

function checkRegion(name: string, region: RegionValue): void {
  requireObject(name, region, ['x', 'y', 'width', 'height'])
  const { x, y, width, height } = region
  const inside = (start: number, length: number): boolean =>
    Number.isFinite(start) && start >= 0 && length > 0 && start + length <= 1 + REGION_SLACK
  if (!inside(x, width) || !inside(y, height)) {
    const expected = 'fractions of the photo with 0 <= x < x + width <= 1, likewise y'
    throw invalidArgument(name, expected, [x, y, width, height].join(', '))
  }
}

/** @param fields the names allowed; null: any */
function requireObject(name: string, value: unknown, fields: readonly string[] | null): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidArgument(name, 'an object', value)
  for (const field of Object.keys(value)) {
    if (fields !== null && !fields.includes(field)) {
      throw invalidArgument(name, `only the fields ${fields.join(', ')}`, field)
    }
  }
}

function requireText(name: string, value: unknown, maxLength: number): void {
  if (typeof value !== 'string' || value.trim() === '') throw invalidArgument(name, 'a text that is not blank', value)
  if (value.length > maxLength) throw invalidArgument(name, `at most ${maxLength} characters`, value.length)
}

/** @throws ResightError `invalid-argument` */
export function requireUploadId(name: string, value: unknown): void {
  if (typeof value !== 'string' || !UPLOAD_ID.test(value)) {
    throw invalidArgument(name, 'the id that addUpload gave (64 hex digits)', value)
  }
}

/** @throws ResightError `invalid-argument` */
export function requirePhotoId(name: string, value: unknown): void {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > MAX_PHOTO_ID) {
    throw invalidArgument(name, 'a photo id (a positive integer)', value)
  }
}

function oneOf<T extends string>(name: string, allowed: readonly T[], value: unknown): T {
  const found = allowed.find((candidate) => candidate === value)
  if (found === undefined) throw invalidArgument(name, `one of ${allowed.join(', ')}`, value)
  return found
}
