/**
 * `node scripts/run.mjs TASK [arguments]`: what the scripts of package.json call. Each task sets up first.
 */
import { existsSync } from 'node:fs'
import { ROOT, launch } from './launch.mjs'

/** @type {Readonly<Record<string, { script: string, args?: readonly string[], scope?: 'tests' }>>} */
const TASKS = {
  start: { script: 'scripts/start.ts' },
  terminal: { script: 'app/cli/start.ts' },
  demo: { script: 'app/cli/demo.ts' },
  test: { script: 'scripts/test.ts', scope: 'tests' },
  lint: { script: 'node_modules/eslint/bin/eslint.js', args: ['.'] },
  format: { script: 'node_modules/prettier/bin/prettier.cjs', args: ['--write', '--log-level=warn', '.'] },
  types: { script: 'node_modules/typescript/bin/tsc', args: ['-p', '.'] },
  'interface-types': { script: 'node_modules/typescript/bin/tsc', args: ['-p', 'app/renderer'] },
  'build-interface': { script: 'scripts/build-renderer.ts' },
  'build-desktop': { script: 'scripts/build-desktop.ts' },
  screenshots: { script: 'scripts/screenshots.ts', scope: 'tests' },
  dist: { script: 'scripts/dist.ts' },
  licences: { script: 'scripts/licences.ts' },
  eval: { script: 'app/cli/main.ts', args: ['eval'] },
}

/** @param {string} name @param {readonly string[]} rest */
async function runTask(name, rest) {
  // `npm run bench -- search` is bench/search.ts; what there is, bench/README.md tells.
  if (name === 'bench') {
    const [which = '', ...args] = rest
    if (/^[a-z-]+$/.test(which) && existsSync(`${ROOT}bench/${which}.ts`))
      return launch(`bench/${which}.ts`, args, 'app')
    return refuse(`Expected a benchmark of bench/README.md but received ${JSON.stringify(which)}.`)
  }
  const task = TASKS[name]
  if (task !== undefined) return launch(task.script, [...(task.args ?? []), ...rest], task.scope ?? 'app')
  return refuse(`Expected a task (${Object.keys(TASKS).join(', ')}, bench) but received ${JSON.stringify(name)}.`)
}

/** @param {string} message */
function refuse(message) {
  process.stderr.write(`${message}\n`)
  process.exitCode = 2
}

const [name = '', ...rest] = process.argv.slice(2)
await runTask(name, rest)
