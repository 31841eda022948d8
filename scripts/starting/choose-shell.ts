/** What a machine offers to show Resight in. */
export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly env: NodeJS.ProcessEnv
  /** Path of Electron's executable; null: it is not installed. */
  readonly electron: string | null
}

export type ShellChoice =
  | { readonly kind: 'window'; readonly electron: string }
  /** `why` there is no window; `opens` whether a browser can be opened from here. */
  | { readonly kind: 'tab'; readonly why: string; readonly opens: boolean }

/** Whether a window could be shown: Linux says so in its environment, and a login over SSH has none of its own. */
export function hasDisplay({ platform, env }: Pick<Surroundings, 'platform' | 'env'>): boolean {
  if (env['CI'] !== undefined && env['CI'] !== '' && env['CI'] !== 'false') return false
  if (platform === 'linux') return Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY'])
  return env['SSH_CONNECTION'] === undefined
}

export function chooseShell(surroundings: Surroundings): ShellChoice {
  if (!hasDisplay(surroundings)) return { kind: 'tab', why: 'There is no display for a window', opens: false }
  if (surroundings.electron === null)
    return { kind: 'tab', why: 'Electron could not be downloaded, so there is no window', opens: true }
  return { kind: 'window', electron: surroundings.electron }
}
