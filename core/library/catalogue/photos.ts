import { existsSync } from 'node:fs'
import type { PhotoDetails } from '../../api.ts'
import { ResightError } from '../../types.ts'
import type { DecodedPhoto, PhotoMetadata } from '../decoded.ts'
import type { Catalogue } from './catalogue.ts'
import { blob, integer, realOrNull, text, textList, textOrNull } from './rows.ts'

const HASH_BYTES = 32

const NO_METADATA: PhotoMetadata = {
  takenAt: null,
  camera: null,
  lens: null,
  gps: null,
  rating: null,
  keywords: [],
  title: null,
  description: null,
}

/** @param contentHash 64 hex digits @returns also a photo that no file shows at present */
export function findPhotoByHash(catalogue: Catalogue, contentHash: string): number | null {
  const row = catalogue.database.get('SELECT id FROM photos WHERE hash = ?', Buffer.from(contentHash, 'hex'))
  return row === undefined ? null : integer(row, 'id')
}

/** The photo that the file at this absolute path showed when last scanned. */
export function findPhotoByPath(catalogue: Catalogue, path: string): number | null {
  const row = catalogue.database.get('SELECT photo FROM files WHERE path = ? AND photo IS NOT NULL', path)
  return row === undefined ? null : integer(row, 'photo')
}

/** Sizes in bytes that some photo has: a file of another size is surely new, without reading it. */
export function listPhotoSizes(catalogue: Catalogue): ReadonlySet<number> {
  const sizes = new Set<number>()
  for (const row of catalogue.database.iterate('SELECT DISTINCT bytes FROM photos')) sizes.add(integer(row, 'bytes'))
  return sizes
}

/** Records a photo, or finds it where its content is known. The caller records a file that shows it alongside. */
export function recordPhoto(catalogue: Catalogue, photo: Omit<DecodedPhoto, 'pixels' | 'thumbnail'>): number {
  const known = findPhotoByHash(catalogue, photo.contentHash)
  if (known !== null) return known
  const metadata = photo.metadata ?? NO_METADATA
  return catalogue.database.run(
    `INSERT INTO photos (hash, format, width, height, bytes, dhash, taken_at, camera, lens, latitude, longitude, rating,
       keywords, title, description, warning) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    Buffer.from(photo.contentHash, 'hex'),
    photo.format,
    photo.width,
    photo.height,
    photo.bytes,
    photo.dhash,
    metadata.takenAt,
    metadata.camera,
    metadata.lens,
    metadata.gps?.latitude ?? null,
    metadata.gps?.longitude ?? null,
    metadata.rating,
    JSON.stringify(metadata.keywords),
    metadata.title,
    metadata.description,
    photo.warning,
  ).lastId
}

/** @throws ResightError `not-found` */
export function readPhoto(catalogue: Catalogue, photoId: number): PhotoDetails {
  const row = catalogue.database.get('SELECT * FROM photos WHERE id = ? AND orphaned IS NULL', photoId)
  if (row === undefined) {
    throw new ResightError('not-found', `There is no photo ${photoId} in the library`, {
      remedy: 'Search again: the library may have changed.',
    })
  }
  const latitude = realOrNull(row, 'latitude')
  const longitude = realOrNull(row, 'longitude')
  return {
    photoId,
    paths: readPaths(catalogue, photoId),
    contentHash: Buffer.from(blob(row, 'hash', HASH_BYTES)).toString('hex'),
    format: text(row, 'format'),
    width: integer(row, 'width'),
    height: integer(row, 'height'),
    bytes: integer(row, 'bytes'),
    takenAt: textOrNull(row, 'taken_at'),
    camera: textOrNull(row, 'camera'),
    lens: textOrNull(row, 'lens'),
    gps: latitude === null || longitude === null ? null : { latitude, longitude },
    rating: realOrNull(row, 'rating'),
    keywords: textList(row, 'keywords'),
    title: textOrNull(row, 'title'),
    description: textOrNull(row, 'description'),
  }
}

/** @returns 64 hex digits, or null where there is no such photo */
export function readContentHash(catalogue: Catalogue, photoId: number): string | null {
  const row = catalogue.database.get('SELECT hash FROM photos WHERE id = ?', photoId)
  return row === undefined ? null : Buffer.from(blob(row, 'hash', HASH_BYTES)).toString('hex')
}

/** Every path that shows a photo, by name. */
export function readPaths(catalogue: Catalogue, photoId: number): readonly string[] {
  const rows = catalogue.database.all('SELECT path FROM files WHERE photo = ? ORDER BY path', photoId)
  return rows.map((row) => text(row, 'path'))
}

/**
 * One path for each photo, for a list of results: of several, the first that exists at this moment, else the first.
 * @returns one entry an id, in order; null for an unknown id
 */
export function preferredPaths(catalogue: Catalogue, photoIds: readonly number[]): readonly (string | null)[] {
  const paths = new Map<number, string[]>()
  // One statement for all: a thousand results would otherwise cost a thousand.
  const sql = 'SELECT photo, path FROM files WHERE photo IN (SELECT value FROM json_each(?)) ORDER BY path'
  for (const row of catalogue.database.iterate(sql, JSON.stringify(photoIds))) {
    const photoId = integer(row, 'photo')
    const known = paths.get(photoId)
    if (known === undefined) paths.set(photoId, [text(row, 'path')])
    else known.push(text(row, 'path'))
  }
  return photoIds.map((photoId) => {
    const [first = null, ...others] = paths.get(photoId) ?? []
    if (first === null || others.length === 0) return first
    return [first, ...others].find((path) => existsSync(path)) ?? first
  })
}

/** What duplicate search compares. */
export interface PhotoFingerprint {
  readonly photoId: number
  /** 32 hex digits */
  readonly dhash: string
  readonly paths: readonly string[]
}

/** Every photo that a file shows, by id. */
export function listFingerprints(catalogue: Catalogue): readonly PhotoFingerprint[] {
  const fingerprints: { photoId: number; dhash: string; paths: string[] }[] = []
  const sql = `SELECT photos.id, dhash, path FROM photos JOIN files ON files.photo = photos.id ORDER BY photos.id, path`
  for (const row of catalogue.database.iterate(sql)) {
    const photoId = integer(row, 'id')
    const last = fingerprints.at(-1)
    if (last?.photoId === photoId) last.paths.push(text(row, 'path'))
    else fingerprints.push({ photoId, dhash: text(row, 'dhash'), paths: [text(row, 'path')] })
  }
  return fingerprints
}
