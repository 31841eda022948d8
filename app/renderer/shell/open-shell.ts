import type { Shell } from '../../../core/api/shell.ts'
import { openHttpShell } from './http-shell.ts'

declare global {
  interface Window {
    /** Set by the preload script of the desktop window; absent in a browser tab. */
    readonly resight?: Shell
  }
}

export function openShell(): Shell {
  return window.resight ?? openHttpShell()
}
