import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Encoder, Pixels } from '../types.ts'
import { encodePhotos, type EncodedPhotos } from './encode-photos.ts'

/** The runtime computes on this thread, so a search waits for one run to end: no longer than a person notices. */
const RUN_MS = 120
const MOST_A_RUN = 8

/**
 * Encodes for a job in the background: as many pictures a run as take about `RUN_MS` by what was measured so far, and
 * everyone else's turn in between. Vectors do not depend on how pictures are grouped.
 */
export function gentleEncoder(
  encoder: Encoder,
  now: () => number = () => performance.now(),
): (batch: readonly Pixels[]) => Promise<EncodedPhotos> {
  let aRun = 1
  return async (batch) => {
    const parts: EncodedPhotos[] = []
    for (let start = 0; start < batch.length;) {
      const pictures = batch.slice(start, start + aRun)
      start += pictures.length
      await nextTurn()
      const beganMs = now()
      parts.push(await encodePhotos(encoder, pictures))
      const msEach = (now() - beganMs) / pictures.length
      // Up by no more than double: a first run, or one after a pause, tells little.
      aRun = Math.max(1, Math.min(MOST_A_RUN, 2 * aRun, Math.floor(RUN_MS / Math.max(msEach, 0.01))))
    }
    return joined(parts, encoder.d)
  }
}

function joined(parts: readonly EncodedPhotos[], d: number): EncodedPhotos {
  const n = parts.reduce((sum, { globals }) => sum + globals.n, 0)
  const data = new Float32Array(n * d)
  let row = 0
  for (const { globals } of parts) {
    data.set(globals.data, row * d)
    row += globals.n
  }
  const tokens = parts.flatMap((part) => part.tokens ?? [])
  return { globals: { n, d, data }, tokens: tokens.length === n && n > 0 ? tokens : null }
}
