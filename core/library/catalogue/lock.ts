import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ResightError } from '../../types.ts'
import type { Catalogue } from './catalogue.ts'
import { databaseError } from './failure.ts'

/** Held by the one who may add to or forget from a library. */
export interface WriterLock {
  /** Safe to call twice. */
  release(): void
}

/**
 * Takes the library's writer lock without waiting: an exclusive SQLite transaction on `writer.lock`, hence a lock of the
 * operating system, which lets go however its holder ends, and which no pid that was given out twice can confuse.
 * `writer.pid` is only for the message.
 * @throws ResightError `busy` with the holder's pid
 */
export function lockForWriting(catalogue: Catalogue): WriterLock {
  return take(catalogue, 'writer', (who) => `${who} is changing the library ${catalogue.folder}`)
}

/** As `lockForWriting`, for the one who switches the library to another model: others may write beside it. */
export function lockForSwitching(catalogue: Catalogue): WriterLock {
  return take(catalogue, 'switch', (who) => `${who} is switching the library ${catalogue.folder} to another model`)
}

function take(catalogue: Catalogue, name: string, message: (who: string) => string): WriterLock {
  const path = join(catalogue.folder, `${name}.lock`)
  const pidPath = join(catalogue.folder, `${name}.pid`)
  const database = new DatabaseSync(path, { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    const failure = databaseError(cause, path)
    if (!(failure instanceof ResightError) || failure.code !== 'busy') throw failure
    throw new ResightError('busy', message(holder(pidPath)), { cause, remedy: 'Wait for it to end, or stop it.' })
  }
  writeFileSync(pidPath, String(process.pid))
  return {
    release() {
      if (!database.isOpen) return
      rmSync(pidPath, { force: true })
      database.close()
    },
  }
}

function holder(pidPath: string): string {
  try {
    const pid = readFileSync(pidPath, 'utf8').slice(0, 20)
    if (!/^\d+$/.test(pid)) return 'Another Resight process'
    return `${pid === String(process.pid) ? 'This' : 'Another'} Resight process (pid ${pid})`
  } catch {
    // The holder has not written it yet.
    return 'Another Resight process'
  }
}
