import { isAbsolute } from 'node:path'
import { z } from 'zod'

/** Longest path that any of the systems knows, in UTF-16 units (Windows' `\\?\` form). */
const MAX_PATH = 32_767
export const MAX_PHOTO_IDS = 100_000
const MAX_ID = Number.MAX_SAFE_INTEGER

const NO_NUL = /^[^\0]*$/

/** Ids of rows. */
export const id = z.int().min(1).max(MAX_ID)
export const photoId = id
export const photoIds = z.array(photoId).max(MAX_PHOTO_IDS)

export function text(maxLength: number) {
  return z.string().max(maxLength).regex(NO_NUL, 'must hold no NUL character')
}

/** Absolute: a shell's reader knows nothing of the folder in which the engine happens to run. */
export const path = text(MAX_PATH).refine(isAbsolute, 'must be an absolute path')
export const modelId = text(100).min(1)
export const spaceId = text(1000).min(1)
export const name = text(200).min(1)

/** JSON has no `undefined`: an argument left out in the middle, or sent as null, is one that is absent. */
export function optional<S extends z.ZodType>(schema: S) {
  return schema.nullish().transform((value) => value ?? undefined)
}

export const latitude = z.number().min(-90).max(90)
export const longitude = z.number().min(-180).max(180)
