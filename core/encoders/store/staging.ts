import { existsSync, readFileSync, rmSync } from 'node:fs'
import { mkdir, open, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { ResightError } from '../../types.ts'
import { codeOf, explain } from './network-error.ts'

/** Where downloads wait until they are whole; dots keep it from being taken for a model. */
export const STAGING = '.downloads'
/** Left free beside what is downloaded, so that the catalogue and the system can go on. */
const SPARE_BYTES = 100e6

/** Bytes free for this user on the disk of a folder that exists. */
export async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/**
 * @param options.remedy what else there is to do, a sentence that begins with a space; '' for nothing
 * @throws ResightError `too-large` when it will not fit
 */
export async function checkSpace(
  folder: string,
  bytes: number,
  options: { readonly freeBytes?: (folder: string) => Promise<number>; readonly remedy?: string } = {},
): Promise<void> {
  const free = await (options.freeBytes ?? freeBytesOf)(folder)
  if (free >= bytes + SPARE_BYTES) return
  throw new ResightError(
    'too-large',
    `${megabytes(bytes)} are needed on the disk of ${folder}, and ${megabytes(SPARE_BYTES)} beside; ${megabytes(free)} are free`,
    { remedy: `Free some space and try again.${options.remedy ?? ''}` },
  )
}

/**
 * Runs work that alone may write a model, across processes: a second one is refused while the first lives.
 * @param work gets the folder in which to stage @throws ResightError `busy`
 */
export async function alone<T>(modelsFolder: string, id: string, work: (staging: string) => Promise<T>): Promise<T> {
  const staging = join(modelsFolder, STAGING, id)
  const lock = join(modelsFolder, STAGING, `${id}.lock`)
  try {
    await mkdir(staging, { recursive: true })
    await takeLock(lock, id)
  } catch (error) {
    throw explain(error, modelsFolder)
  }
  try {
    return await work(staging)
  } finally {
    rmSync(lock, { force: true })
  }
}

async function takeLock(lock: string, id: string): Promise<void> {
  for (let tries = 0; tries < 2; tries++) {
    try {
      const file = await open(lock, 'wx')
      await file.write(String(process.pid))
      await file.close()
      return
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
      const owner = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : NaN
      if (isAlive(owner)) break
      rmSync(lock, { force: true })
    }
  }
  throw new ResightError('busy', `${id} is being installed or removed by another process`, {
    remedy: `Wait for it; if there is none, delete ${lock}.`,
  })
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString('en-US')} MB`
}
