import { setTimeout as sleep } from 'node:timers/promises'
import type { JobControl } from '../api.ts'
import { ResightError } from '../types.ts'
import type { Catalogue } from './catalogue/catalogue.ts'
import { lockForSwitching, lockForWriting, type WriterLock } from './catalogue/lock.ts'
import { Reencoding, type ReencodingStages, type ReencodingTally } from './indexing/reencode.ts'

/** How the one who answers searches takes part in a switch. */
export interface TakeOver {
  /** The space is whole but for what is being added at this moment: time to open what will answer from it. */
  readonly prepare: () => Promise<void>
  /** Makes the new space the one that answers: at once, or it throws and nothing has changed. */
  readonly activate: () => void
  /** Runs the last step, during which nothing else may write to the library. Default: just runs it. */
  readonly exclusively?: (work: () => Promise<boolean>) => Promise<boolean>
}

export interface SwitchReport extends ReencodingTally {
  /** True: the old space goes on answering; the next call goes on from here. */
  readonly cancelled: boolean
  readonly seconds: number
}

/** How often the writer lock is asked for while another holds it. */
const LOCK_INTERVAL_MS = 200

/**
 * Fills a space with every photo that can be read, while the active one goes on answering and being added to; when it is
 * whole, it takes over. Photos added meanwhile are waited for: the last look and the takeover happen under the writer
 * lock, so that none can slip in between.
 * @throws ResightError `busy` while another switch goes on; what breaks the encoder or the catalogue
 */
export async function switchSpace(
  stages: ReencodingStages,
  takeOver: TakeOver,
  control: JobControl = {},
): Promise<SwitchReport> {
  const startMs = performance.now()
  const lock = lockForSwitching(stages.catalogue)
  try {
    const run = new Reencoding(stages, control.onProgress)
    const signal = control.signal ?? new AbortController().signal
    const isDone = await fillAndTakeOver(run, stages.catalogue, takeOver, { ...control, signal })
    return { ...run.tally, cancelled: !isDone, seconds: (performance.now() - startMs) / 1000 }
  } finally {
    lock.release()
  }
}

/** @returns false: stopped by the signal */
async function fillAndTakeOver(
  run: Reencoding,
  catalogue: Catalogue,
  { prepare, activate, exclusively = (work) => work() }: TakeOver,
  control: JobControl & { readonly signal: AbortSignal },
): Promise<boolean> {
  const { signal } = control
  let isPrepared = false
  for (;;) {
    if (!(await run.catchUp(control))) return false
    if (!isPrepared) await prepare()
    isPrepared = true
    const writer = tryToWrite(catalogue)
    if (writer === null) {
      await sleep(LOCK_INTERVAL_MS, undefined, { signal }).catch(() => undefined)
      continue
    }
    try {
      return await exclusively(async () => {
        // A pause must not keep others from writing.
        if (!(await run.catchUp({ signal }))) return false
        activate()
        return true
      })
    } finally {
      writer.release()
    }
  }
}

/** @returns null: another holds the lock */
function tryToWrite(catalogue: Catalogue): WriterLock | null {
  try {
    return lockForWriting(catalogue)
  } catch (error) {
    if (error instanceof ResightError && error.code === 'busy') return null
    throw error
  }
}
