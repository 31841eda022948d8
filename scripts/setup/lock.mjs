import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * One set-up at a time in one folder: `npm start` in one terminal and `npm test` in another must not install over each
 * other. A lock whose holder is gone is taken over.
 *
 * @template T
 * @param {string} root @param {(line: string) => void} say @param {() => T} work @returns {T}
 */
export function whileLocked(root, say, work) {
  const folder = join(root, 'build', 'setup-lock')
  let told = false
  while (!take(folder)) {
    if (!told) say('  Another set-up is running in this folder; waiting for it …')
    told = true
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250)
  }
  try {
    return work()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string} folder */
function take(folder) {
  try {
    mkdirSync(join(folder, '..'), { recursive: true })
    mkdirSync(folder)
    writeFileSync(join(folder, 'pid'), String(process.pid))
    return true
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    // Where nothing can be written, npm will say so better.
    if (code !== 'EEXIST') return true
    if (isAbandoned(folder)) rmSync(folder, { recursive: true, force: true })
    return false
  }
}

/** @param {string} folder */
function isAbandoned(folder) {
  try {
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'))
    if (pid > 0) return !isAlive(pid)
  } catch {
    // Its holder is between making the folder and writing its number, or died there.
  }
  try {
    return Date.now() - statSync(folder).mtimeMs > 10_000
  } catch {
    return false
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
