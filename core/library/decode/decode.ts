import sharp from 'sharp'
import type { Pixels, PixelSpec } from '../../types.ts'
import type { DecodedPhoto, DecodePoolOptions, DecodeRequest } from '../decoded.ts'
import { readMetadata } from '../metadata.ts'
import { differenceHash } from './difference-hash.ts'
import { explainFailure, unsupportedKind } from './failure.ts'
import {
  centreCrop,
  checkRegion,
  checkSpec,
  regionArea,
  resizedSize,
  resultSize,
  visibleArea,
  workingSize,
} from './geometry.ts'
import { openPicture, type Picture } from './picture.ts'
import { hashBytes, readPhotoFile } from './photo-file.ts'
import { renderPicture } from './render.ts'
import { sniff } from './sniff.ts'
import { encodeThumbnail } from './thumbnail.ts'

export type DecodeLimits = Required<Pick<DecodePoolOptions, 'maxPixels' | 'maxFileBytes'>>

/**
 * Reads, hashes and decodes one photo in this process; the pool's workers call it. The file is read once and its
 * pixels are decoded once, to a working picture from which encoder's picture, thumbnail and difference hash are made.
 * Only a region, and the picture for the encoder of a very long panorama, are decoded by themselves.
 * @throws PhotoError; ResightError `invalid-argument` for a region or spec out of range
 */
export async function decodePhoto(request: DecodeRequest, limits: DecodeLimits): Promise<DecodedPhoto> {
  const bytes = await readPhotoFile(request.path, limits.maxFileBytes)
  return await decodeBytes(bytes, request, limits)
}

/** As decodePhoto, of bytes already read; `request.path` serves for its extension and for messages. */
export async function decodeBytes(bytes: Buffer, request: DecodeRequest, limits: DecodeLimits): Promise<DecodedPhoto> {
  const { path, pixels: spec, region, thumbnailPx } = request
  if (spec !== null) checkSpec(spec)
  if (region !== undefined) checkRegion(region)
  const sniffed = sniff(bytes, path)
  if (sniffed.format === null) throw unsupportedKind(path, sniffed.kind)
  try {
    const picture = await openPicture(bytes, sniffed.format, path, limits)
    const { width, height } = picture
    const size = workingSize(picture, region === undefined ? spec : null, thumbnailPx)
    const working = await renderPicture(picture, { area: null, ...size, kernel: 'lanczos3' }, path)
    const isOwnDecode = spec !== null && (region !== undefined || !size.forPixels)
    return {
      contentHash: request.knownHash ?? hashBytes(bytes),
      bytes: bytes.length,
      format: picture.format,
      width,
      height,
      pixels:
        spec === null
          ? null
          : isOwnDecode
            ? await renderVisible(picture, request, spec)
            : await fitToSpec(working.pixels, resizedSize(picture, spec), spec),
      thumbnail:
        thumbnailPx === null ? null : await encodeThumbnail(working.pixels, thumbnailPx, request.thumbnailQuality),
      dhash: differenceHash(working.pixels),
      metadata: request.metadata ? await readMetadata(bytes, picture.format) : null,
      warning: working.warning,
    }
  } catch (cause) {
    throw explainFailure(path, cause)
  }
}

/** Scales the working picture to what the photo itself would be scaled to, then crops. */
async function fitToSpec(
  working: Pixels,
  resized: { readonly width: number; readonly height: number },
  spec: PixelSpec,
): Promise<Pixels> {
  const { width, height, data } = working
  const area = centreCrop(resized, resultSize(resized, spec))
  const fitted = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize({ ...resized, fit: 'fill', kernel: spec.kernel })
    .extract(area)
    .raw()
    .toBuffer()
  return { width: area.width, height: area.height, data: fitted }
}

/** Decodes just the part the encoder sees, in full resolution, and scales it once. */
async function renderVisible(picture: Picture, { region, path }: DecodeRequest, spec: PixelSpec): Promise<Pixels> {
  const within = region === undefined ? { left: 0, top: 0, ...sizeOf(picture) } : regionArea(region, picture)
  const visible = visibleArea(within, spec)
  const area = { ...visible, left: within.left + visible.left, top: within.top + visible.top }
  const { pixels } = await renderPicture(picture, { area, ...resultSize(visible, spec), kernel: spec.kernel }, path)
  return pixels
}

function sizeOf({ width, height }: Picture): { width: number; height: number } {
  return { width, height }
}
