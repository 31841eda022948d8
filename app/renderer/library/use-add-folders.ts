import { create } from 'zustand'
import { useShell } from '../shell/use-shell.ts'
import { useAttempt } from '../parts/use-attempt.ts'

interface FolderChooserState {
  readonly isOpen: boolean
  readonly setOpen: (isOpen: boolean) => void
}

export const useFolderChooser = create<FolderChooserState>((set) => ({
  isOpen: false,
  setOpen: (isOpen) => set({ isOpen }),
}))

interface AddFolders {
  /** Asks which: by the system's dialog in a desktop window, else by our own. */
  readonly ask: () => void
  readonly add: (folders: readonly string[]) => Promise<boolean>
  readonly addSamples: () => void
}

export function useAddFolders(): AddFolders {
  const shell = useShell()
  const attempt = useAttempt()
  const setOpen = useFolderChooser((state) => state.setOpen)
  const add = (folders: readonly string[]) =>
    folders.length === 0
      ? Promise.resolve(false)
      : attempt(() => shell.call('startJob', { kind: 'add', request: { folders } }))
  return {
    ask: () => {
      const { desktop } = shell
      if (desktop === null) setOpen(true)
      else void attempt(async () => add(await desktop.pickFolders()))
    },
    add,
    addSamples: () => void attempt(() => shell.call('startJob', { kind: 'add-samples' })),
  }
}
