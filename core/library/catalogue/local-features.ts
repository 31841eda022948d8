import type { LocalFeatures, Region } from '../../types.ts'
import type { Catalogue } from './catalogue.ts'
import { corruptCatalogue } from './failure.ts'
import { integer, photoIdOf, type Row } from './rows.ts'
import { MAX_DIMENSIONS } from './schema.ts'

/** More than any extractor keeps: a bound on what a hostile file can make us do. */
const MAX_KEYPOINTS = 65_536
/** Steps in which a side of the photo is measured: 0.06 px of 4000. */
const STEPS = 65_536

/** What local features were found by, and where. */
export interface FeatureKey {
  /** Extractor and its parameters. */
  readonly extractor: string
  /** null: the whole photo */
  readonly region: FeatureRegion | null
}

export interface FeatureRegion extends Region {
  /** Corners x, y in fractions of the photo; absent: the rectangle */
  readonly polygon?: readonly (readonly [number, number])[]
}

/**
 * Local features of some photos. Kept are, a keypoint of d components, d + 9 bytes: the place as two uint16 fractions of
 * the photo, the strength as uint8, the descriptor as int8 with one float32 factor; little-endian.
 * @returns one entry an id, in order; null: none kept
 * @throws ResightError `corrupt` where lengths or numbers do not fit
 */
export function readLocalFeatures(
  catalogue: Catalogue,
  { extractor, region }: FeatureKey,
  photoIds: readonly number[],
): readonly (LocalFeatures | null)[] {
  const sql = `SELECT f.* FROM json_each(?) JOIN local_features f ON f.photo = json_each.value
               WHERE f.extractor = ? AND f.region = ?`
  const found = new Map<number, LocalFeatures>()
  for (const row of catalogue.database.all(sql, JSON.stringify(photoIds), extractor, regionKey(region))) {
    found.set(photoIdOf(row, 'photo'), featuresOf(catalogue, row))
  }
  return photoIds.map((photoId) => found.get(photoId) ?? null)
}

/** Replaces what was kept for the same key. A photo that is gone meanwhile is passed over. */
export function writeLocalFeatures(
  catalogue: Catalogue,
  { extractor, region }: FeatureKey,
  photos: readonly { readonly photoId: number; readonly features: LocalFeatures }[],
): void {
  const sql = `INSERT OR REPLACE INTO local_features SELECT id, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM photos WHERE id = ?`
  catalogue.database.transaction(() => {
    for (const { photoId, features } of photos) {
      const { imageSize, scale, descriptors } = features
      const factors = new Uint8Array(descriptors.scales.slice().buffer)
      const numbers = new Uint8Array(descriptors.data.slice().buffer)
      catalogue.database.run(
        ...[sql, extractor, regionKey(region), imageSize.width, imageSize.height, scale],
        ...[packPlaces(features), packStrengths(features), numbers, factors, photoId],
      )
    }
  })
}

function regionKey(region: FeatureRegion | null): string {
  if (region === null) return ''
  const { x, y, width, height, polygon = null } = region
  return JSON.stringify([x, y, width, height, polygon])
}

function packPlaces({ imageSize, keypoints }: LocalFeatures): Uint8Array {
  const sides = [imageSize.width, imageSize.height] as const
  const steps = Uint16Array.from(keypoints, (value, i) => {
    const step = Math.floor(((value + 0.5) / sides[i % 2]!) * STEPS)
    return Math.min(STEPS - 1, Math.max(0, step))
  })
  return new Uint8Array(steps.buffer)
}

function packStrengths({ strengths }: LocalFeatures): Uint8Array {
  return Uint8Array.from(strengths, (strength) => Math.min(255, Math.max(1, Math.round(strength * 255))))
}

function featuresOf(catalogue: Catalogue, row: Row): LocalFeatures {
  const photoId = photoIdOf(row, 'photo')
  const misfit = () => corruptCatalogue(catalogue.database.path, `the local features of photo ${photoId} do not fit`)
  const { keypoints, strengths, descriptors, descriptor_scales: factors, scale } = row
  const imageSize = { width: integer(row, 'width'), height: integer(row, 'height') }
  if (!(keypoints instanceof Uint8Array) || !(strengths instanceof Uint8Array)) throw misfit()
  if (!(descriptors instanceof Uint8Array) || !(factors instanceof Uint8Array)) throw misfit()
  const n = strengths.length
  const d = n === 0 ? 1 : descriptors.length / n
  if (n > MAX_KEYPOINTS || !Number.isInteger(d) || d < 1 || d > MAX_DIMENSIONS) throw misfit()
  if (keypoints.length !== 4 * n || factors.length !== 4 * n || (n === 0 && descriptors.length > 0)) throw misfit()
  if (imageSize.width < 1 || imageSize.height < 1 || typeof scale !== 'number' || !(scale > 0)) throw misfit()
  const scales = new Float32Array(factors.slice().buffer)
  if (!scales.every((factor) => factor > 0 && Number.isFinite(factor))) throw misfit()
  const sides = [imageSize.width, imageSize.height] as const
  const steps = new Uint16Array(keypoints.slice().buffer)
  return {
    imageSize,
    scale,
    keypoints: Float32Array.from(steps, (step, i) => ((step + 0.5) / STEPS) * sides[i % 2]! - 0.5),
    strengths: Float32Array.from(strengths, (strength) => strength / 255),
    descriptors: { k: n, d, data: new Int8Array(descriptors.slice().buffer), scales },
  }
}
