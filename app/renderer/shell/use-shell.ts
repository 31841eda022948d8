import { createContext, useContext } from 'react'
import type { Shell } from '../../../core/api/shell.ts'

export const ShellContext = createContext<Shell | null>(null)

export function useShell(): Shell {
  const shell = useContext(ShellContext)
  if (shell === null) throw new Error('Expected a ShellContext above this component.')
  return shell
}
