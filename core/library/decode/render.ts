import sharp, { type Sharp, type SharpOptions } from 'sharp'
import { PhotoError } from '../decoded.ts'
import type { Pixels } from '../../types.ts'
import { explainDamage, explainFailure } from './failure.ts'
import { makeUpright, toStoredArea, turnsSides, type Area } from './orientation.ts'
import type { Picture } from './picture.ts'
import { wrapInTiff } from './tiff-wrap.ts'

/** What is transparent shows white, as paper and most viewers do. */
const PAPER = '#ffffff'

/** Where fewer of the rows show anything, a damaged photo is refused rather than indexed as a grey field. */
const MIN_INTACT_ROWS = 1 / 8

export interface Rendering {
  /** Part of the upright picture, in full-resolution pixels; null: all of it. */
  readonly area: Area | null
  /** Size of the result, upright. */
  readonly width: number
  readonly height: number
  readonly kernel: 'nearest' | 'linear' | 'cubic' | 'lanczos3'
}

/**
 * Decodes (part of) a picture at a size: upright, sRGB, 8 bits, no alpha; of an animation the first frame. JPEG is shrunk
 * by its own transform while decoding where the size allows.
 *
 * A photo that is damaged but shows something is kept: the strict attempt comes first, then, should it fail, one that
 * accepts what there is. People would rather find the photo whose last rows are missing than lose it.
 * @throws PhotoError
 */
export async function renderPicture(
  picture: Picture,
  rendering: Rendering,
  path: string,
): Promise<{ readonly pixels: Pixels; readonly warning: string | null }> {
  const { orientation, warning } = picture
  try {
    return { pixels: makeUpright(await renderStored(picture, rendering, 'error'), orientation), warning }
  } catch (strict) {
    const failure = explainFailure(path, strict)
    if (failure.code === 'too-large') throw failure
    const stored = await renderStored(picture, rendering, 'none').catch(() => {
      throw failure
    })
    if (rendering.area === null && intactRows(stored) < MIN_INTACT_ROWS) throw failure
    return { pixels: makeUpright(stored, orientation), warning: explainDamage(path, strict) }
  }
}

async function renderStored(picture: Picture, rendering: Rendering, failOn: SharpOptions['failOn']): Promise<Pixels> {
  const { storedWidth, storedHeight, orientation } = picture
  const turned = turnsSides(orientation)
  const width = turned ? rendering.height : rendering.width
  const height = turned ? rendering.width : rendering.height
  let pipeline = sharp(picture.input, { ...picture.options, failOn })
  if (rendering.area !== null)
    pipeline = pipeline.extract(toStoredArea(rendering.area, orientation, storedWidth, storedHeight))
  if (width !== (rendering.area?.width ?? storedWidth) || height !== (rendering.area?.height ?? storedHeight))
    pipeline = pipeline.resize({ width, height, fit: 'fill', kernel: rendering.kernel })
  const stored = await toPixels(pipeline)
  return picture.profile === null ? stored : await applyProfile(stored, picture.profile)
}

async function toPixels(pipeline: Sharp): Promise<Pixels> {
  const { data, info } = await pipeline
    .flatten({ background: PAPER })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const { width, height } = info
  if (data.length !== width * height * 3) throw new Error(`unsupported colour with ${info.channels} channels`)
  return { width, height, data }
}

/** A profile that lcms refuses leaves the colours as they are. */
async function applyProfile(pixels: Pixels, profile: Buffer): Promise<Pixels> {
  try {
    return await toPixels(sharp(wrapInTiff(pixels, profile)))
  } catch (cause) {
    if (cause instanceof PhotoError) throw cause
    return pixels
  }
}

/** Share of the rows, from the top, before the rest is one single colour, as decoders fill what is missing. */
export function intactRows({ width, height, data }: Pixels): number {
  const row = width * 3
  const last = Buffer.from(data.buffer, data.byteOffset + (height - 1) * row, row)
  for (let x = 3; x < row; x++) if (last[x] !== last[x - 3]) return 1
  let same = 1
  while (same < height) {
    const start = data.byteOffset + (height - 1 - same) * row
    if (!last.equals(Buffer.from(data.buffer, start, row))) break
    same++
  }
  return same === height ? 0 : 1 - same / height
}
