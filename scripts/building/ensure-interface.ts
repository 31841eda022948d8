import { mkdirSync, rmdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isStale } from '../starting/is-stale.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** What the built interface is made from, as globs from the repository. */
export const INTERFACE_SOURCES: readonly string[] = ['app/renderer/**/*.*', 'core/api.ts', 'core/api/*.ts']
const LOCK = join(ROOT, 'build', 'interface.lock')
/** A build takes seconds: a lock this old is of a process that was killed. */
const ABANDONED_MS = 120_000

/** Builds the interface into app/renderer/dist where it is missing or stale, one process at a time. */
export async function ensureInterface(): Promise<void> {
  while (isStale(ROOT, 'app/renderer/dist/index.html', INTERFACE_SOURCES) || isLocked()) {
    if (!tryLock()) {
      await sleep(200)
      continue
    }
    try {
      if (isStale(ROOT, 'app/renderer/dist/index.html', INTERFACE_SOURCES)) await build()
    } finally {
      rmdirSync(LOCK)
    }
  }
}

/** Vite is loaded only where there is something to build. */
async function build(): Promise<void> {
  const { buildInterface, INTERFACE } = await import('./build-interface.ts')
  await buildInterface(join(INTERFACE, 'dist'))
}

function isLocked(): boolean {
  return statSync(LOCK, { throwIfNoEntry: false }) !== undefined
}

function tryLock(): boolean {
  mkdirSync(dirname(LOCK), { recursive: true })
  try {
    mkdirSync(LOCK)
    return true
  } catch {
    const since = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs
    if (since !== undefined && Date.now() - since > ABANDONED_MS) rmdirSync(LOCK)
    return false
  }
}
