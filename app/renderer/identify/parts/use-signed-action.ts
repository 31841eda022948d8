import { useCallback } from 'react'
import { useProjectAction } from './use-project.ts'
import { useReviewer } from './use-reviewer.ts'

/**
 * Does something to a project in the name of who decides at this window, who is asked for it where it is not known.
 * @returns whether it was done; false too where no name was given
 */
export function useSignedAction(projectId: string): (act: (by: string) => Promise<unknown>) => Promise<boolean> {
  const act = useProjectAction(projectId)
  const ask = useReviewer((reviewer) => reviewer.ask)
  return useCallback(
    async (signed) => {
      const by = await ask()
      return by !== null && (await act(() => signed(by)))
    },
    [act, ask],
  )
}
