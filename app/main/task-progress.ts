import type { BrowserWindow } from 'electron'
import type { Job, ShellEvent } from '../../core/api/shell.ts'

/** Electron: a value above 1 shows that something goes on, one below 0 shows nothing. */
const INDETERMINATE = 2
const NONE = -1

/** Shows the oldest job that runs on the taskbar or the dock. @returns what to call with every event */
export function followJobs(window: Pick<BrowserWindow, 'setProgressBar' | 'isDestroyed'>): (event: ShellEvent) => void {
  const running = new Map<number, Job>()
  return (event) => {
    if (event.kind !== 'job' || window.isDestroyed()) return
    const { job } = event
    if (job.state === 'running' || job.state === 'paused') running.set(job.jobId, job)
    else running.delete(job.jobId)
    const first = [...running.values()].toSorted((a, b) => a.jobId - b.jobId)[0]
    if (first === undefined) window.setProgressBar(NONE)
    else window.setProgressBar(fractionOf(first), { mode: first.state === 'paused' ? 'paused' : 'normal' })
  }
}

function fractionOf({ progress }: Job): number {
  if (progress === null || progress.total === null || progress.total === 0) return INDETERMINATE
  return Math.min(1, progress.done / progress.total)
}
