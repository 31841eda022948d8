import { create } from 'zustand'
import type { Job, ShellEvent } from '../../../core/api/shell.ts'

interface ShellState {
  readonly engine: Pick<Extract<ShellEvent, { readonly kind: 'engine' }>, 'state' | 'message'>
  /** Newest first. */
  readonly jobs: readonly Job[]
  readonly receive: (event: ShellEvent) => void
}

const KEPT_JOBS = 20

/** What the engine last said of itself and of its jobs. */
export const useShellState = create<ShellState>((set) => ({
  engine: { state: 'starting', message: '' },
  jobs: [],
  receive: (event) => {
    if (event.kind === 'engine') set({ engine: { state: event.state, message: event.message } })
    if (event.kind === 'job') set(({ jobs }) => ({ jobs: withJob(jobs, event.job) }))
  },
}))

export function withJob(jobs: readonly Job[], job: Job): readonly Job[] {
  return [job, ...jobs.filter((other) => other.jobId !== job.jobId)]
    .toSorted((a, b) => b.jobId - a.jobId)
    .slice(0, KEPT_JOBS)
}

export function isRunning(job: Job): boolean {
  return job.state === 'queued' || job.state === 'running' || job.state === 'paused'
}
