import type { JobControl, Progress } from '../api.ts'
import type { StoreProgress } from '../encoders/store/meter.ts'

/** What the store tells of a download or an import, in the words of every job. A copy is checked as it is made. */
const PHASES: Readonly<Record<StoreProgress['phase'], Progress['phase']>> = {
  download: 'download',
  check: 'verify',
  copy: 'verify',
}

/** How the store is followed and steered by a job's control. */
export function storeControl(control: JobControl = {}): {
  readonly signal?: AbortSignal
  readonly whilePaused?: () => Promise<void>
  readonly onProgress?: (progress: StoreProgress) => void
} {
  const { signal, onProgress, whilePaused } = control
  return {
    ...(signal && { signal }),
    ...(whilePaused && { whilePaused }),
    ...(onProgress && { onProgress: (progress) => onProgress(jobProgress(progress)) }),
  }
}

function jobProgress(progress: StoreProgress): Progress {
  return {
    phase: PHASES[progress.phase],
    done: progress.doneBytes,
    total: progress.totalBytes,
    ratePerSecond: progress.bytesPerSecond,
    secondsLeft: progress.secondsLeft,
    failed: 0,
    current: progress.file,
  }
}
