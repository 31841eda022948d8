import { invalidArgument, type PixelSpec, type Region } from '../../types.ts'
import type { Area } from './orientation.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** No encoder takes larger pictures; a larger number is a mistake or an attack. */
const MAX_SPEC_PX = 4096

/** @throws ResightError `invalid-argument` */
export function checkSpec(spec: PixelSpec): void {
  const sizes = { 'cropPx.width': spec.cropPx.width, 'cropPx.height': spec.cropPx.height }
  for (const [name, value] of Object.entries(sizes))
    if (!Number.isInteger(value) || value < 1 || value > MAX_SPEC_PX)
      throw invalidArgument(name, `a whole number from 1 to ${MAX_SPEC_PX}`, value)
  if (spec.resize.kind !== 'shortest') return
  const { edgePx } = spec.resize
  const least = Math.max(spec.cropPx.width, spec.cropPx.height)
  if (!Number.isInteger(edgePx) || edgePx < least || edgePx > MAX_SPEC_PX)
    throw invalidArgument('resize.edgePx', `a whole number from the crop's ${least} to ${MAX_SPEC_PX}`, edgePx)
}

/** @throws ResightError `invalid-argument` */
export function checkRegion({ x, y, width, height }: Region): void {
  const isInside = x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= 1 + 1e-9 && y + height <= 1 + 1e-9
  if (!isInside)
    throw invalidArgument('region', 'a rectangle within 0 … 1', [x, y, width, height].map(String).join(' '))
}

/** The whole pixels of a photo that a region covers; at least one. */
export function regionArea(region: Region, { width, height }: Size): Area {
  const left = Math.min(width - 1, Math.round(region.x * width))
  const top = Math.min(height - 1, Math.round(region.y * height))
  const right = Math.min(width, Math.max(left + 1, Math.round((region.x + region.width) * width)))
  const bottom = Math.min(height, Math.max(top + 1, Math.round((region.y + region.height) * height)))
  return { left, top, width: right - left, height: bottom - top }
}

/**
 * The size a photo takes before the centre crop. The longer edge is rounded down, as the processors of transformers
 * (`get_resize_output_image_size`, `int(size * long / short)`) and transformers.js do.
 */
export function resizedSize({ width, height }: Size, spec: PixelSpec): Size {
  if (spec.resize.kind === 'exact') return spec.cropPx
  if (spec.resize.kind === 'inside') return scaled({ width, height }, encoderScale({ width, height }, spec))
  const { edgePx } = spec.resize
  const short = Math.min(width, height)
  const long = Math.floor((edgePx * Math.max(width, height)) / short)
  return width <= height ? { width: edgePx, height: long } : { width: long, height: edgePx }
}

/** The size of what a spec makes of a photo. */
export function resultSize(size: Size, spec: PixelSpec): Size {
  return spec.resize.kind === 'inside' ? resizedSize(size, spec) : spec.cropPx
}

/** The centre crop of a resized photo; an odd margin leaves the larger half at the end. */
export function centreCrop(size: Size, crop: Size): Area {
  const left = Math.floor((size.width - crop.width) / 2)
  const top = Math.floor((size.height - crop.height) / 2)
  return { left, top, width: crop.width, height: crop.height }
}

/** The part of a photo that the centre crop shows, in the photo's own pixels. */
export function visibleArea(size: Size, spec: PixelSpec): Area {
  const whole = { left: 0, top: 0, width: size.width, height: size.height }
  if (spec.resize.kind !== 'shortest') return whole
  const scale = Math.min(size.width, size.height) / spec.resize.edgePx
  const width = Math.max(1, Math.min(size.width, Math.round(spec.cropPx.width * scale)))
  const height = Math.max(1, Math.min(size.height, Math.round(spec.cropPx.height * scale)))
  return centreCrop(size, { width, height })
}

/** How much larger than the encoder's picture the working picture is. @see workingSize */
const OVERSAMPLING = 2

/** The working picture may not have more pixels; beyond, only a strip of a panorama is wanted anyway. */
const MAX_WORKING_PIXELS = 8e6

/**
 * The size at which a photo is decoded once, for everything made of it: at least twice what the encoder sees, so that
 * scaling twice (lanczos3, then the encoder's kernel) stays within rounding of scaling once; at least the thumbnail's
 * size; never enlarged.
 *
 * Measured against full-resolution decoding and one scaling to a 256-pixel edge (8 generated
 * 12-megapixel JPEGs and 12 photographs): mean difference 0.41 and 0.23 of 255, maximum 4 and 8. An oversampling of 1.25
 * would give 0.93 and 0.59, maximum 25 and 16, and save a quarter of the decoding time.
 * @returns `forPixels` false: too coarse for the encoder, whose picture must be decoded by itself
 */
export function workingSize(
  size: Size,
  spec: PixelSpec | null,
  thumbnailPx: number | null,
): Size & { readonly forPixels: boolean } {
  const forThumbnail = Math.max(thumbnailPx ?? 0, MIN_WORKING_EDGE) / Math.max(size.width, size.height)
  const wanted = Math.min(1, Math.max(forThumbnail, spec === null ? 0 : OVERSAMPLING * encoderScale(size, spec)))
  if (size.width * size.height * wanted ** 2 <= MAX_WORKING_PIXELS) return { ...scaled(size, wanted), forPixels: true }
  return { ...scaled(size, Math.min(1, forThumbnail)), forPixels: false }
}

/** Enough for the difference hash where nothing else is asked for. */
const MIN_WORKING_EDGE = 128

/** The larger of the two factors by which the encoder's picture is smaller than the photo. */
function encoderScale(size: Size, spec: PixelSpec): number {
  const fits = [spec.cropPx.width / size.width, spec.cropPx.height / size.height]
  if (spec.resize.kind === 'exact') return Math.max(...fits)
  if (spec.resize.kind === 'inside') return Math.min(...fits)
  return spec.resize.edgePx / Math.min(size.width, size.height)
}

function scaled({ width, height }: Size, scale: number): Size {
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
