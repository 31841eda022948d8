import type { PlainError } from '../../../../core/api/shell.ts'
import { plainErrorOf } from '../../parts/plain-error.ts'

/** One thing to be written. */
export interface Write {
  /** Rejects where it was not done; it can be tried again. */
  readonly work: () => Promise<void>
  /** Gives up on it: makes the screen as it was. */
  readonly revert: () => void
}

export interface FailedWrite extends Write {
  readonly error: PlainError
}

interface Told {
  /** How many are under way or wait. */
  readonly pending: number
  readonly failed: readonly FailedWrite[]
}

/** Writes one after the other, in order, while the person goes on; what fails is kept until it is tried again or given up. */
export interface WriteLine {
  put(write: Write): void
  retry(): void
  giveUp(): void
  /** Resolves when nothing waits. */
  settled(): Promise<void>
}

export function openWriteLine(tell: (told: Told) => void, onIdle: () => void): WriteLine {
  let last = Promise.resolve()
  let pending = 0
  let failed: readonly FailedWrite[] = []
  const put = (write: Write): void => {
    pending++
    tell({ pending, failed })
    last = last.then(async () => {
      try {
        await write.work()
      } catch (thrown) {
        failed = [...failed, { ...write, error: plainErrorOf(thrown) }]
      }
      pending--
      tell({ pending, failed })
      if (pending === 0) onIdle()
    })
  }
  const take = (): readonly FailedWrite[] => {
    const taken = failed
    failed = []
    tell({ pending, failed })
    return taken
  }
  return {
    put,
    retry: () => take().forEach(put),
    // The newest first, as each was done upon what the ones before had left.
    giveUp: () =>
      take()
        .toReversed()
        .forEach((write) => write.revert()),
    settled: () => last,
  }
}
