import type { DesktopBridge } from '../../../core/api/bridge.ts'
import type { Shell } from '../../../core/api/shell.ts'
import { openDesktopShell } from './desktop-shell.ts'
import { openHttpShell } from './http-shell.ts'

declare global {
  interface Window {
    /** Set by the preload script of the desktop window; absent in a browser tab. */
    readonly resightDesktop?: DesktopBridge
  }
}

export function openShell(): Shell {
  const bridge = window.resightDesktop
  if (bridge === undefined) return openHttpShell()
  // The hash is the screen, so asking for one is going there.
  bridge.onNavigate((hash) => {
    window.location.hash = hash
  })
  return openDesktopShell(bridge)
}
