import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { importedByInterface, type LockedDependencies, withDependencies } from './bundled.ts'

/** One installed or installable package that Resight needs to run. */
export interface ThirdParty {
  readonly name: string
  readonly version: string
  /** SPDX expression, as the lock file has it from the package's own package.json. */
  readonly licence: string
  /** Folder inside the repository. */
  readonly folder: string
  /** Comes in one package a platform, of which only this machine's is installed. */
  readonly perPlatform: boolean
}

interface LockedPackage extends LockedDependencies {
  readonly version?: string
  readonly license?: string
  readonly dev?: boolean
  readonly os?: unknown
  readonly cpu?: unknown
}

/** Licences that go with Apache-2.0 for a program that ships its dependencies unmodified, as separate files. */
const ALLOWED: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  // Permissive, with attribution: argparse, a translation of Python's.
  'Python-2.0',
  'Unlicense',
  // File by file: only changes to its own files would have to be published.
  'MPL-2.0',
  // libvips (a shared library) and libheif (a WebAssembly module): loaded, replaceable, and not changed.
  'LGPL-3.0',
  'LGPL-3.0-or-later',
]

/** Every package that goes to users: those not for development alone, and those in the interface's bundle. Sorted. */
export function productionPackages(root: string): readonly ThirdParty[] {
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8')
  const { packages } = JSON.parse(lockText) as { readonly packages: Readonly<Record<string, LockedPackage>> }
  const bundled = withDependencies(packages, importedByInterface(root))
  return Object.entries(packages)
    .filter(([folder, { dev }]) => folder !== '' && (dev !== true || bundled.has(folder)))
    .map(([folder, locked]) => ({
      name: folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: locked.version ?? '',
      licence: locked.license ?? '',
      folder,
      perPlatform: locked.os !== undefined || locked.cpu !== undefined,
    }))
    .sort((a, b) => (a.name === b.name ? compare(a.version, b.version) : compare(a.name, b.name)))
}

/** @param expression SPDX with AND or OR, not nested: npm packages know no more */
export function isAllowed(expression: string): boolean {
  const plain = expression.replace(/^\((.*)\)$/, '$1')
  if (plain.includes(' AND ')) return plain.split(' AND ').every(isAllowed)
  return plain.split(' OR ').some((licence) => ALLOWED.includes(licence))
}

/** The licence and notice files of one package, in a fixed order; none where it isn't installed or ships none. */
export function licenceTexts(root: string, { folder }: ThirdParty): readonly string[] {
  const path = join(root, folder)
  return entries(path)
    .filter(
      (file) => /^(licen[cs]e|copying|notice|third-?party-?notice)[^/]*$/i.test(file) && !/\.(js|ts|json)$/.test(file),
    )
    .sort(compare)
    .map((file) => clean(readFileSync(join(path, file), 'utf8')))
    .filter((text) => text !== '')
}

function entries(path: string): readonly string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
  } catch {
    return []
  }
}

function clean(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll('\f', '')
    .replace(/^\uFEFF/, '')
    .replace(/[ \t]+$/gm, '')
    .replace(/^\n+/, '')
    .trimEnd()
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
