import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { isRunning } from '../../shell/shell-state.ts'
import { useShell } from '../../shell/use-shell.ts'

/** Has everything read again when one of photo-ID's jobs ends, however it ended: part of it may be done. */
export function useJobsOfProjects(): void {
  const shell = useShell()
  const client = useQueryClient()
  useEffect(
    () =>
      shell.subscribe((event) => {
        if (event.kind !== 'job' || isRunning(event.job) || !event.job.request.kind.startsWith('project-')) return
        void client.invalidateQueries({ queryKey: ['call'] })
      }),
    [shell, client],
  )
}
