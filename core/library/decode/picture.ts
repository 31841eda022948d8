import sharp, { type SharpOptions } from 'sharp'
import { PhotoError } from '../decoded.ts'
import type { PhotoFormat } from '../formats.ts'
import { decodeBitmap } from './bmp.ts'
import { explainDamage, explainFailure, tooManyPixels } from './failure.ts'
import { decodeHeif } from './heif.ts'
import { readOrientation } from './tiff-orientation.ts'
import { isOrientation, turnsSides, type Orientation } from './orientation.ts'
import type { Raster } from './raster.ts'
import { findRawPreviews } from './raw-preview.ts'

/** A picture whose header has been read and whose pixels sharp can make in any size. */
export interface Picture {
  readonly format: PhotoFormat
  readonly input: Buffer
  readonly options: SharpOptions
  /** As stored, before orientation. */
  readonly storedWidth: number
  readonly storedHeight: number
  /** Upright. */
  readonly width: number
  readonly height: number
  readonly orientation: Orientation
  /** To be applied to the pixels sharp gives; null: sharp does it. */
  readonly profile: Buffer | null
  readonly warning: string | null
}

export interface PictureLimits {
  readonly maxPixels: number
}

/** The sides, in pixels, at which a small drawing is painted, as it can be painted at any size: shorter, longest. */
const SVG_EDGE = 1024
const MAX_SVG_EDGE = 4096
/** librsvg's resolution for a drawing's own size. */
const SVG_DENSITY = 72

/**
 * Reads the header (or, for the formats sharp does not have, the whole picture).
 * @throws PhotoError
 */
export async function openPicture(
  bytes: Buffer,
  format: PhotoFormat,
  path: string,
  limits: PictureLimits,
): Promise<Picture> {
  try {
    switch (format) {
      case 'heic':
        return fromRaster(await decodeHeif(bytes, path, limits.maxPixels), format, path)
      case 'bmp':
        return await openBitmap(bytes, path, limits)
      case 'raw':
        return await openRaw(bytes, path, limits)
      case 'svg':
        return await openDrawing(bytes, path, limits)
      default:
        return await openWithSharp(bytes, format, path, limits)
    }
  } catch (cause) {
    throw explainFailure(path, cause)
  }
}

/** Options for a file's bytes. `failOn` is the renderer's business. @see renderPicture */
function sharpOptions(limits: PictureLimits): SharpOptions {
  return { limitInputPixels: limits.maxPixels, sequentialRead: true, pages: 1 }
}

async function openWithSharp(
  bytes: Buffer,
  format: PhotoFormat,
  path: string,
  limits: PictureLimits,
  orientation?: Orientation,
): Promise<Picture> {
  const options = sharpOptions(limits)
  // Only the header is read, so that the message can say how large the picture claims to be.
  const header = sharp(bytes, { ...options, failOn: 'none', limitInputPixels: false })
  const { width, height, orientation: stored } = await header.metadata()
  if (width * height > limits.maxPixels) throw tooManyPixels(path, width, height, limits.maxPixels)
  const turned = orientation ?? (isOrientation(stored) ? stored : 1)
  return { format, input: bytes, options, ...sizes(width, height, turned), profile: null, warning: null }
}

function sizes(
  storedWidth: number,
  storedHeight: number,
  orientation: Orientation,
): Pick<Picture, 'storedWidth' | 'storedHeight' | 'width' | 'height' | 'orientation'> {
  const [width, height] = turnsSides(orientation) ? [storedHeight, storedWidth] : [storedWidth, storedHeight]
  return { storedWidth, storedHeight, width, height, orientation }
}

function fromRaster(raster: Raster, format: PhotoFormat, path: string): Picture {
  const { width, height, channels, data, profile } = raster
  const warning = raster.warning === null ? null : explainDamage(path, raster.warning)
  return {
    format,
    input: data,
    options: { raw: { width, height, channels } },
    ...sizes(width, height, 1),
    profile,
    warning,
  }
}

async function openBitmap(bytes: Buffer, path: string, limits: PictureLimits): Promise<Picture> {
  const bitmap = decodeBitmap(bytes, path, limits.maxPixels)
  if ('embedded' in bitmap) return await openWithSharp(bitmap.embedded, 'bmp', path, limits)
  return fromRaster(bitmap, 'bmp', path)
}

/**
 * The largest preview that opens. Its own Exif orientation is the truth where it has one; most have none, and then the
 * container's is meant. A file without a preview may still be a TIFF whose first picture sharp reads.
 */
async function openRaw(bytes: Buffer, path: string, limits: PictureLimits): Promise<Picture> {
  for (const preview of findRawPreviews(bytes)) {
    try {
      const own = await openWithSharp(preview.bytes, 'raw', path, limits)
      if (own.orientation !== 1) return own
      return { ...own, ...sizes(own.storedWidth, own.storedHeight, readOrientation(bytes) ?? 1) }
    } catch (cause) {
      if (cause instanceof PhotoError && cause.code === 'too-large') throw cause
    }
  }
  try {
    return await openWithSharp(bytes, 'raw', path, limits)
  } catch (cause) {
    throw new PhotoError(
      'unsupported',
      path,
      'The camera RAW file holds no preview picture. Export it as JPEG or DNG with a preview.',
      cause,
    )
  }
}

/** A drawing is painted at a useful size whatever size it claims; librsvg reads nothing but the given bytes. */
async function openDrawing(bytes: Buffer, path: string, limits: PictureLimits): Promise<Picture> {
  const own = await openWithSharp(bytes, 'svg', path, limits)
  const { width: ownWidth, height: ownHeight } = own
  const scale = Math.min(SVG_EDGE / Math.min(ownWidth, ownHeight), MAX_SVG_EDGE / Math.max(ownWidth, ownHeight))
  if (scale <= 1) return own
  const options = { ...own.options, density: SVG_DENSITY * scale }
  const { width, height } = await sharp(bytes, options).metadata()
  return { ...own, options, ...sizes(width, height, 1) }
}
