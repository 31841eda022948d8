import picomatch from 'picomatch'
import { invalidArgument } from '../types.ts'

/** Longer patterns are refused; the longest sensible one names a deep folder. */
const MAX_PATTERN_LENGTH = 4096

/** Tells whether a path relative to the scanned folder, with `/` between names, is left out. */
export type IsExcluded = (relativePath: string) => boolean

/**
 * Compiles the `exclude` globs of a folder, so that the scan, a watcher and the catalogue of photos already known all
 * decide alike. A pattern without a slash matches a name at any depth (`*.png`, `private`); one with a slash matches
 * from the folder down (`2019/raw`, `**\/exports/*.jpg`). Whatever lies below a matching folder is left out too.
 * Wildcards match names that begin with a dot. Letter case counts on Linux only, as it does for the files.
 * @throws ResightError `invalid-argument`
 */
export function compileExclude(patterns: readonly string[] = []): IsExcluded {
  const nocase = process.platform === 'win32' || process.platform === 'darwin'
  const matchers = patterns.map((pattern) => {
    if (typeof pattern !== 'string' || pattern.length > MAX_PATTERN_LENGTH || pattern.includes('\0'))
      throw invalidArgument('exclude', `a glob of at most ${MAX_PATTERN_LENGTH} characters`, pattern)
    const glob = pattern.replace(/^(\.?\/)+/, '').replace(/\/+$/, '')
    if (glob === '') throw invalidArgument('exclude', 'a glob that names something', pattern)
    return picomatch(glob, { dot: true, basename: !glob.includes('/'), nocase })
  })
  if (matchers.length === 0) return () => false
  return function isExcluded(relativePath) {
    for (let end = relativePath.indexOf('/'); ; end = relativePath.indexOf('/', end + 1)) {
      const prefix = end < 0 ? relativePath : relativePath.slice(0, end)
      if (prefix !== '' && matchers.some((matches) => matches(prefix))) return true
      if (end < 0) return false
    }
  }
}
