import { useEffect, useRef } from 'react'
import type { Job, JobReport } from '../../../../core/api/shell.ts'
import { useAction } from '../../parts/use-action.ts'
import { goTo } from '../../shell/hash-location.ts'
import { isRunning, useShellState } from '../../shell/shell-state.ts'
import { useShell } from '../../shell/use-shell.ts'
import { tabAddress } from '../parts/addresses.ts'

interface DemoProject {
  /** While it is being made. */
  readonly job: Job | null
  readonly start: () => void
}

/** Makes the demo project, and opens it where its making was seen from here. */
export function useDemoProject(): DemoProject {
  const shell = useShell()
  const { run } = useAction()
  const wanted = useRef<number | null>(null)
  const newest = useShellState(({ jobs }) => jobs.find(({ request }) => request.kind === 'project-demo') ?? null)
  const isOn = newest !== null && isRunning(newest)
  useEffect(() => {
    if (newest === null) return
    if (isRunning(newest)) wanted.current = newest.jobId
    else if (wanted.current === newest.jobId) {
      wanted.current = null
      const projectId = projectIdOf(newest.report)
      if (projectId !== null) goTo(tabAddress(projectId, 'encounters'))
    }
  }, [newest])
  return {
    job: isOn ? newest : null,
    start: () => run(() => shell.call('startJob', { kind: 'project-demo' })),
  }
}

function projectIdOf(report: JobReport): string | null {
  return typeof report === 'object' && report !== null && 'projectId' in report ? report.projectId : null
}
