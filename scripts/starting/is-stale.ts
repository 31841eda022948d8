import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Whether a file is missing, or older than one of the sources that it was made from. */
export function isStale(root: string, made: string, sources: readonly string[]): boolean {
  const madeMs = statSync(join(root, made), { throwIfNoEntry: false })?.mtimeMs
  if (madeMs === undefined) return true
  // A file that is gone between being listed and being looked at, e.g. an editor's, is no source.
  return globSync([...sources], { cwd: root, exclude: ['**/dist/**'] }).some(
    (file) => (statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0) > madeMs,
  )
}
