import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Whether a file is missing, or older than one of the sources that it was made from. */
export function isStale(root: string, made: string, sources: readonly string[]): boolean {
  const madeMs = statSync(join(root, made), { throwIfNoEntry: false })?.mtimeMs
  if (madeMs === undefined) return true
  return globSync([...sources], { cwd: root, exclude: ['**/dist/**'] }).some(
    (file) => statSync(join(root, file)).mtimeMs > madeMs,
  )
}
