import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface LockedDependencies {
  readonly dependencies?: Readonly<Record<string, string>>
}

const IMPORT = /^import\b[^'\n:]*'([^'.][^']*)'|^\} from '([^'.][^']*)'|\bimport\('([^'.][^']*)'\)/gm

/** Packages that the interface imports: they are bundled into it, whatever package.json calls them. */
export function importedByInterface(root: string): readonly string[] {
  const files = globSync('app/renderer/**/*.{ts,tsx}', { cwd: root, exclude: ['**/dist/**', '**/*.test.ts'] })
  const names = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(IMPORT)]
      .map(([, plain, from, dynamic]) => plain ?? from ?? dynamic ?? '')
      .filter((name) => name !== '' && !name.startsWith('node:'))
      .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')),
  )
  return [...new Set(names)].sort()
}

/** @returns the lock file's folders of these packages and of all that they depend on */
export function withDependencies(
  packages: Readonly<Record<string, LockedDependencies>>,
  names: readonly string[],
): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (name: string, from: string): void => {
    const folder = resolve(packages, name, from)
    if (folder === null || found.has(folder)) return
    found.add(folder)
    for (const dependency of Object.keys(packages[folder]?.dependencies ?? {})) visit(dependency, folder)
  }
  for (const name of names) visit(name, '')
  return found
}

/** As Node does: in the folder's own packages, then in those of each folder around it. */
function resolve(packages: Readonly<Record<string, LockedDependencies>>, name: string, from: string): string | null {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const folder = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`
    if (folder in packages) return folder
    if (at === '') return null
  }
}
