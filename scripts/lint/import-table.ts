/**
 * Who may import whom, row by row (docs/decisions/0003). The first row whose `of` a file's path begins with is its row;
 * a file in no row is an error. Paths are relative to the repository, with `/`. Tests may import what the files beside
 * them may, and the fixtures and tools of tests/.
 */
export interface Row {
  /** A folder with a closing slash, or a file's name up to its first dot, so that its tests share its row. */
  readonly of: string
  /** Beginnings of paths; `''` is everything. */
  readonly may: readonly string[]
  /** Whether packages and Node's own modules may be imported: `false` none, `packages` no `node:`. */
  readonly outside: boolean | 'packages'
}

const API = 'core/api.ts'
const API_PARTS = 'core/api/'
const TYPES = 'core/types.ts'
const PROCESSES = 'core/processes/'
const RUNTIME = 'core/runtime/'

function stage(name: string, ...also: readonly string[]): Row {
  const own = `core/${name}/`
  return { of: own, may: [API, API_PARTS, TYPES, own, ...also], outside: true }
}

function shell(name: string): Row {
  const own = `app/${name}/`
  return { of: own, may: ['core/', own], outside: true }
}

export const IMPORT_TABLE: readonly Row[] = [
  { of: 'core/api.', may: [API_PARTS], outside: false },
  { of: API_PARTS, may: [API, API_PARTS], outside: false },
  { of: 'core/types.', may: [API, API_PARTS], outside: false },
  { of: PROCESSES, may: [PROCESSES], outside: true },
  stage('runtime', PROCESSES),
  stage('library', PROCESSES),
  stage('encoders', RUNTIME),
  stage('index', RUNTIME),
  stage('query'),
  stage('rerank', RUNTIME, PROCESSES),
  stage('regions', RUNTIME, PROCESSES),
  stage('identify', RUNTIME, PROCESSES),
  stage('eval'),
  { of: 'core/engine.', may: ['core/'], outside: true },
  { of: 'core/engine/', may: ['core/'], outside: true },
  { of: 'core/remote/', may: ['core/'], outside: true },
  shell('cli'),
  shell('server'),
  shell('main'),
  { of: 'app/renderer/', may: [API, API_PARTS, 'app/renderer/'], outside: 'packages' },
  { of: 'app/preload/', may: [API, API_PARTS, 'app/preload/'], outside: 'packages' },
  { of: 'bench/', may: [''], outside: true },
  { of: 'tests/', may: [''], outside: true },
  { of: 'scripts/', may: [''], outside: true },
  { of: 'bin/', may: ['scripts/'], outside: true },
  { of: 'eslint.config.js', may: ['scripts/lint/'], outside: true },
]

export function rowOf(file: string): Row | undefined {
  return IMPORT_TABLE.find((row) => file.startsWith(row.of))
}

/**
 * @param file the importing file @param target what it imports: a repository path, or null for a package or `node:`
 * @returns null: allowed; else what is wrong, naming the row
 */
export function importProblem(file: string, specifier: string, target: string | null): string | null {
  const row = rowOf(file)
  if (row === undefined) return null
  const isTest = /\.test\.[jt]sx?$/.test(file)
  if (target === null) {
    if (isTest || row.outside === true) return null
    if (row.outside === 'packages' && !specifier.startsWith('node:')) return null
    return `${row.of} imports ${row.outside === false ? 'no package' : 'nothing of Node'}, so not ${specifier}`
  }
  const may = isTest ? [...row.may, row.of, 'tests/'] : row.may
  if (may.some((allowed) => target.startsWith(allowed))) return null
  return `${row.of} may import ${may.length === 0 ? 'nothing' : may.join(', ')}; ${target} is none of them`
}
