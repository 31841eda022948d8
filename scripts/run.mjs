/**
 * `node scripts/run.mjs TASK [arguments]`: what the scripts of package.json call. Each task sets up first.
 */
import { launch } from './launch.mjs'

/** @type {Readonly<Record<string, readonly [script: string, scope: 'app' | 'tests', ...args: string[]]>>} */
const TASKS = {
  start: ['app/cli/start.ts', 'app'],
  demo: ['app/cli/demo.ts', 'app'],
  test: ['scripts/test.ts', 'tests'],
  lint: ['node_modules/eslint/bin/eslint.js', 'app', '.'],
  format: ['node_modules/prettier/bin/prettier.cjs', 'app', '--write', '.'],
  types: ['node_modules/typescript/bin/tsc', 'app', '-p', '.'],
  licences: ['scripts/licences.ts', 'app'],
  bench: ['bench/main.ts', 'app'],
  eval: ['app/cli/main.ts', 'app', 'eval'],
}

const [name = '', ...args] = process.argv.slice(2)
const task = TASKS[name]
if (task === undefined) {
  process.stderr.write(`Expected a task (${Object.keys(TASKS).join(', ')}) but received ${JSON.stringify(name)}.\n`)
  process.exitCode = 2
} else {
  const [script, scope, ...first] = task
  await launch(script, [...first, ...args], scope)
}
