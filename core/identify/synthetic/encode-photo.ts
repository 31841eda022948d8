import { setTimeout as wait } from 'node:timers/promises'
import sharp from 'sharp'
import { ResightError } from '../../types.ts'
import type { DrawnPhoto } from './draw-photo.ts'

const LIMIT_MS = 60_000
const TRIES = 3

/**
 * @returns a JPEG. libvips has been seen to wait for its own threads for ever on a busy machine (lovell/sharp issue 4486), so
 * what takes a minute is begun anew.
 */
export async function encodePhoto({ data, width, height, blurPx }: DrawnPhoto): Promise<Buffer> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const picture = sharp(data, { raw: { width, height, channels: 3 } })
    const encoded = picture.blur(blurPx).jpeg({ quality: 88 }).toBuffer()
    const limit = new AbortController()
    const late = wait(LIMIT_MS, null, { signal: limit.signal }).catch(() => null)
    const done = await Promise.race([encoded, late]).finally(() => limit.abort())
    if (done !== null) return done
  }
  throw new ResightError('internal', 'A drawn photo could not be encoded', { remedy: 'Try again.' })
}
