import sharp from 'sharp'
import type { Thumbnail } from '../../api.ts'
import type { Pixels } from '../../types.ts'

/** Quality 75 is WebP's default; effort 1 takes a third of the time of the default 4 for a fifth more bytes. */
const WEBP = { quality: 75, effort: 1 } as const

/** A WebP picture whose longer side has at most `longestPx`; never enlarged. */
export async function encodeThumbnail(
  { width, height, data }: Pixels,
  longestPx: number,
  quality: number = WEBP.quality,
): Promise<Thumbnail> {
  const encoded = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize({ width: longestPx, height: longestPx, fit: 'inside', withoutEnlargement: true })
    .webp({ ...WEBP, quality })
    .toBuffer({ resolveWithObject: true })
  return { mime: 'image/webp', width: encoded.info.width, height: encoded.info.height, data: encoded.data }
}
