import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { thisMachine } from './setup/machine.mjs'
import { writeStamp } from './setup/stamp.mjs'

// A copy of the launcher around a small program of its own; set-up has nothing to do there.
const copy = mkdtempSync(join(tmpdir(), 'resight-launch-'))
after(() => rmSync(copy, { recursive: true }))
for (const part of ['bin', 'scripts/launch.mjs', 'scripts/setup'])
  cpSync(join(import.meta.dirname, '..', part), join(copy, part), { recursive: true })
writeFileSync(join(copy, 'package.json'), '{ "type": "module" }')
mkdirSync(join(copy, 'app', 'cli'), { recursive: true })
writeStamp(copy, thisMachine(), { scope: 'tests', node: process.execPath, notes: [] })
writeFileSync(
  join(copy, 'app', 'cli', 'main.ts'),
  `import 'node:sqlite'
const [command, code] = process.argv.slice(2) as string[]
if (command === 'tell') console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), version: process.version }))
if (command === 'end') process.exitCode = Number(code)
if (command === 'die') process.kill(process.pid, 'SIGKILL')
if (command === 'wait') {
  let signals = 0
  for (const name of ['SIGINT', 'SIGTERM'])
    process.on(name, () => {
      // Stops cleanly, which takes a while, and would notice being told twice.
      if (++signals === 1) setTimeout(() => { console.log(name, signals); process.exit(130) }, 300)
    })
  setInterval(() => {}, 1000)
  console.log('ready')
}
`,
)

interface End {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

const POSIX = process.platform !== 'win32'
/** Without it the launcher stays and passes on what happens, as on Node 20 and Windows; with it, it becomes the program. */
const WITHOUT_EXECVE = ['--import', 'data:text/javascript,delete process.execve']
const WAYS: readonly (readonly string[])[] = POSIX ? [[], WITHOUT_EXECVE] : [[]]

function start(
  flags: readonly string[],
  args: readonly string[],
  options: { readonly cwd?: string; readonly program?: string; readonly whenReady?: (pid: number) => void } = {},
): Promise<End> {
  return new Promise((resolve, reject) => {
    const program = options.program ?? join(copy, 'bin', 'resight')
    const child = spawn(process.execPath, [...flags, program, ...args], {
      cwd: options.cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    let err = ''
    let told = false
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk
      if (told || !out.includes('ready')) return
      told = true
      options.whenReady?.(child.pid ?? 0)
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, out, err }))
  })
}

test('arguments arrive as they were given, from any folder and through links, and nothing is said of new features', async () => {
  const args = ['tell', 'two words', '--not', "it's $HOME", '', 'größer']
  const link = join(copy, 'link')
  if (POSIX) symlinkSync(join(copy, 'bin', 'resight'), link)
  for (const flags of WAYS) {
    for (const program of POSIX ? [undefined, link] : [undefined]) {
      const { code, out, err } = await start(flags, args, { cwd: tmpdir(), program })
      assert.deepEqual([code, err], [0, ''])
      const told = JSON.parse(out) as { args: string[]; version: string }
      assert.deepEqual(told.args, args)
      assert.equal(told.version, process.version)
    }
  }
})

test("the exit code is the program's own", async () => {
  for (const flags of WAYS) {
    for (const code of [0, 3, 130]) assert.equal((await start(flags, ['end', String(code)])).code, code)
  }
})

test(
  'a program that dies of a signal is not taken for a success',
  { skip: POSIX ? false : 'no signals on Windows' },
  async () => {
    assert.equal((await start([], ['die'])).signal, 'SIGKILL')
    assert.equal((await start(WITHOUT_EXECVE, ['die'])).code, 128 + 9)
  },
)

test(
  'Ctrl-C and SIGTERM stop the program cleanly, once',
  { skip: POSIX ? false : 'no signals on Windows' },
  async () => {
    for (const flags of WAYS) {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        const { code, out } = await start(flags, ['wait'], { whenReady: (pid) => process.kill(pid, signal) })
        assert.equal(out, `ready\n${signal} 1\n`)
        assert.equal(code, 130)
      }
    }
  },
)
