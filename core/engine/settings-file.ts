import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DEVICES, type Device } from '../api.ts'
import type { Settings } from '../api/models.ts'
import { invalidArgument, ResightError } from '../types.ts'

const DEFAULTS: Settings = { device: 'auto' }
const LARGEST_BYTES = 64 * 1024

/** What a person chose for a library: `settings.json` in its folder, so that it goes where the library goes. */
export class SettingsFile {
  readonly #path: string

  constructor(libraryFolder: string) {
    this.#path = join(libraryFolder, 'settings.json')
  }

  /** What is missing or makes no sense counts as never chosen: a preference is no reason not to open a library. */
  read(): Settings {
    const stored = readJsonObject(this.#path)
    return { device: isDevice(stored['device']) ? stored['device'] : DEFAULTS.device }
  }

  /**
   * Written whole or not at all; what another version keeps in the file stays.
   * @throws ResightError `invalid-argument`; `unreadable` when it cannot be written
   */
  change(change: Partial<Settings>): Settings {
    const { device } = change
    if (device !== undefined && !isDevice(device))
      throw invalidArgument('device', `one of ${DEVICES.join(', ')}`, device)
    const settings = { ...this.read(), ...(device === undefined ? {} : { device }) }
    try {
      writeJson(this.#path, { ...readJsonObject(this.#path), ...settings })
    } catch (cause) {
      throw new ResightError('unreadable', `${this.#path} cannot be written`, {
        cause,
        remedy: 'Check the free space and the permissions of the library folder.',
      })
    }
    return settings
  }
}

function isDevice(value: unknown): value is Device {
  return DEVICES.some((device) => device === value)
}

/** @returns empty for a file that is missing, too large or not a JSON object */
export function readJsonObject(path: string): Readonly<Record<string, unknown>> {
  try {
    const text = readFileSync(path, 'utf8')
    const json: unknown = text.length > LARGEST_BYTES ? null : JSON.parse(text)
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** Through a file beside it, so that nobody ever reads half of it. */
export function writeJson(path: string, value: object): void {
  mkdirSync(dirname(path), { recursive: true })
  const fresh = `${path}.${process.pid}`
  writeFileSync(fresh, `${JSON.stringify(value, null, 2)}\n`)
  renameSync(fresh, path)
}
