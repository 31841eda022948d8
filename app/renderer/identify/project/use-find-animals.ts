import { useCallback, useEffect, useRef, useState } from 'react'
import type { ModelStatus } from '../../../../core/api.ts'
import type { Job } from '../../../../core/api/shell.ts'
import { useAttempt } from '../../parts/use-attempt.ts'
import { isRunning, useShellState } from '../../shell/shell-state.ts'
import { useCall } from '../../shell/use-call.ts'
import { useShell } from '../../shell/use-shell.ts'

export interface FindAnimals {
  readonly isLooking: boolean
  readonly start: () => void
  /** The detector that has to be downloaded first; null: nothing is asked. */
  readonly lacking: ModelStatus | null
  /** Its download, while it is under way. */
  readonly download: Job | null
  readonly startDownload: () => void
  /** Leaves the question; a download goes on by itself. */
  readonly leave: () => void
}

/** Looks for the animals on a project's photos, once the detector is there: without it every photo would stay whole. */
export function useFindAnimals(projectId: string): FindAnimals {
  const shell = useShell()
  const attempt = useAttempt()
  const models = useCall('models', [])
  const detector = models.data?.find(({ kind }) => kind === 'detector') ?? null
  const [isAsking, setAsking] = useState(false)
  const jobs = useShellState((state) => state.jobs)
  const isLooking = jobs.some(
    (job) => isRunning(job) && job.request.kind === 'project-regions' && job.request.projectId === projectId,
  )
  const download =
    jobs.find((job) => isRunning(job) && job.request.kind === 'get-model' && job.request.model === detector?.id) ?? null
  const look = useCallback(
    () => void attempt(() => shell.call('startJob', { kind: 'project-regions', projectId })),
    [attempt, shell, projectId],
  )
  const isLacking = detector !== null && !detector.installed
  const waits = useRef(false)
  useEffect(() => {
    // It has arrived while the question stood.
    if (isLacking || !waits.current) return
    waits.current = false
    look()
  }, [isLacking, look])
  const ask = (asks: boolean) => {
    waits.current = asks
    setAsking(asks)
  }
  return {
    isLooking,
    start: () => (isLacking ? ask(true) : look()),
    lacking: isAsking && isLacking ? detector : null,
    download,
    startDownload: () => {
      if (detector !== null) void attempt(() => shell.call('startJob', { kind: 'get-model', model: detector.id }))
    },
    leave: () => ask(false),
  }
}
