import { globSync } from 'node:fs'

/** One piece of work for the pool. */
export type Job =
  | { readonly kind: 'check'; readonly name: string; readonly args: readonly string[]; readonly remedy: string }
  | { readonly kind: 'file'; readonly name: string }

/** Checks of the whole tree. The layer table is one of lint's rules. */
const CHECKS: readonly Job[] = [
  {
    kind: 'check',
    name: 'format',
    args: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'],
    remedy: 'npm run format',
  },
  {
    kind: 'check',
    name: 'lint',
    args: ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.'],
    remedy: 'npm run lint -- --fix does some of it',
  },
  { kind: 'check', name: 'types', args: ['node_modules/typescript/bin/tsc', '-p', '.'], remedy: 'npm run types' },
  {
    kind: 'check',
    name: 'interface-types',
    args: ['node_modules/typescript/bin/tsc', '-p', 'app/renderer'],
    remedy: 'npm run interface-types',
  },
]

/** Suites of test files, by the beginnings of their paths; a file belongs to the first that fits. */
const SUITES = {
  retrieval: ['tests/retrieval'],
  'end-to-end': ['tests/'],
  unit: ['app/', 'core/', 'bench/', 'scripts/', 'models/'],
} as const

export const SUBSETS: readonly string[] = [...CHECKS.map(({ name }) => name), 'unit', 'retrieval', 'end-to-end']

type SuiteName = keyof typeof SUITES

function suiteOf(file: string): SuiteName | undefined {
  return (Object.keys(SUITES) as SuiteName[]).find((suite) => SUITES[suite].some((start) => file.startsWith(start)))
}

/** @returns test files relative to `root`, with `/`, sorted */
export function findTestFiles(root: string): readonly string[] {
  return globSync('{app,bench,core,models,scripts,tests}/**/*.test.ts', { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
}

/**
 * @param wanted names of subsets, or beginnings of paths; none: everything
 * @returns jobs in the order to start them, or the one word that means nothing
 */
export function planJobs(
  files: readonly string[],
  wanted: readonly string[],
): { readonly jobs: readonly Job[] } | { readonly unknown: string } {
  const starts = wanted.map((word) => word.replace(/^\.\//, ''))
  const unknown = starts.find((word) => !SUBSETS.includes(word) && !files.some((file) => file.startsWith(word)))
  if (unknown !== undefined) return { unknown }
  const all = starts.length === 0
  const checks = CHECKS.filter(({ name }) => all || starts.includes(name))
  const order: readonly (SuiteName | undefined)[] = ['unit', 'retrieval', 'end-to-end']
  const chosen = files
    .filter((file) => all || starts.some((word) => word === suiteOf(file) || file.startsWith(word)))
    .sort((a, b) => order.indexOf(suiteOf(a)) - order.indexOf(suiteOf(b)))
  return { jobs: [...checks, ...chosen.map((name): Job => ({ kind: 'file', name }))] }
}
