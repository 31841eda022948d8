import { mkdirSync, rmdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isStale } from '../starting/is-stale.ts'
import { buildInterface, INTERFACE } from './build-interface.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const LOCK = join(ROOT, 'build', 'interface.lock')
const SOURCES = ['app/renderer/**/*.*', 'core/api.ts', 'core/api/*.ts']
/** A build takes seconds: a lock this old is of a process that was killed. */
const ABANDONED_MS = 120_000

/** Builds the interface into app/renderer/dist where it is missing or stale, one process at a time. */
export async function ensureInterface(): Promise<void> {
  while (isStale(ROOT, 'app/renderer/dist/index.html', SOURCES) || isLocked()) {
    if (!tryLock()) {
      await sleep(200)
      continue
    }
    try {
      if (isStale(ROOT, 'app/renderer/dist/index.html', SOURCES)) await buildInterface(join(INTERFACE, 'dist'))
    } finally {
      rmdirSync(LOCK)
    }
  }
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
