import type { JobControl, Progress } from '../../api.ts'
import type { ByteControl } from '../../identify/archive/byte-progress.ts'
import { Meter } from '../../library/indexing/meter.ts'
import { ResightError } from '../../types.ts'

/** Packs or unpacks as one phase of a job. @throws what `work` does; ResightError `cancelled` */
export async function followBytes<T>(
  phase: Extract<Progress['phase'], 'pack' | 'unpack'>,
  { signal, onProgress, whilePaused }: JobControl,
  work: (control: ByteControl) => Promise<T>,
): Promise<T> {
  let meter: Meter | null = null
  try {
    const made = await work({
      ...(signal === undefined ? {} : { signal }),
      ...(whilePaused === undefined ? {} : { whilePaused }),
      onTotal: (bytes) => (meter = new Meter(phase, bytes, onProgress, () => performance.now())),
      onBytes: (bytes) => meter?.add(bytes, 0, null),
    })
    ;(meter as Meter | null)?.end()
    return made
  } catch (cause) {
    if (signal?.aborted === true)
      throw new ResightError('cancelled', 'It was cancelled; nothing is kept of it', { cause })
    throw cause
  }
}
