import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useShellState } from './shell-state.ts'
import { useShell } from './use-shell.ts'

/** Follows the engine: jobs and state into `useShellState`, and everything read is read again when the library changes. */
export function useShellEvents(): void {
  const shell = useShell()
  const client = useQueryClient()
  const receive = useShellState((state) => state.receive)
  useEffect(
    () =>
      shell.subscribe((event) => {
        receive(event)
        if (event.kind === 'library' || (event.kind === 'engine' && event.state === 'ready'))
          void client.invalidateQueries({ queryKey: ['call'] })
      }),
    [shell, client, receive],
  )
}
