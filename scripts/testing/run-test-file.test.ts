import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { runTestFile } from './run-test-file.ts'
import type { Outcome } from './run-test-file.ts'

const root = mkdtempSync(join(tmpdir(), 'resight-runner-'))
mkdirSync(join(root, 'core'))
after(() => rmSync(root, { recursive: true }))

let made = 0

function run(code: string, limitMs = 60_000): Promise<Outcome> {
  const file = `core/made-${++made}.test.ts`
  writeFileSync(join(root, file), `import { describe, test } from 'node:test'\n${code}`)
  return runTestFile(root, file, limitMs)
}

function counts(outcome: Outcome): readonly number[] {
  return [outcome.passed, outcome.failures.length, outcome.skips.length]
}

test('passes, failures and skips are counted as node:test reports them', async () => {
  const outcome = await run(`
    test('fine', () => {})
    test('outer', async (t) => { await t.test('inner', () => {}) })
    test('skipped', { skip: 'no such device' }, () => {})
    test('left', { todo: true }, () => {})
    describe('group', () => {
      test('good', () => {})
      test('bad', () => { throw new Error('as made') })
    })`)
  assert.deepEqual(counts(outcome), [4, 1, 2])
  assert.equal(outcome.failures[0]?.test, 'group › bad')
  assert.match(outcome.failures[0]?.error ?? '', /as made/)
  assert.deepEqual(
    outcome.skips.map(({ reason }) => reason),
    ['no such device', 'still to do'],
  )
})

test('a file that reports nothing wrong and yet went wrong is a failure', async () => {
  const cases = [
    ['throw new Error("at load")', [0, 1, 0], /before its tests did[^]*at load/],
    ['', [0, 1, 0], /contains no test/],
    ['describe("none", () => {})', [0, 1, 0], /contains no test/],
    ['test("leaves", () => process.exit(0))', [0, 1, 0], /ended before its first one did/],
    ['test("fine", () => {}); process.on("exit", () => { process.exitCode = 3 })', [1, 1, 0], /ended with code 3/],
  ] as const
  for (const [code, expected, error] of cases) {
    const outcome = await run(code)
    assert.deepEqual(counts(outcome), expected, code)
    assert.match(outcome.failures[0]?.error ?? '', error, code)
  }
})

test('a file that hangs is ended at its limit with all it started, and says where', async () => {
  const pidFile = join(root, 'pid').replaceAll('\\', '/')
  // Long enough for a loaded machine to load the file and report its first test.
  const limitMs = 8000
  const [inTest, afterTests] = await Promise.all([
    run(`test('fine', () => {}); test('waits', () => new Promise(() => setInterval(() => {}, 99)))`, limitMs),
    run(
      `import { spawn } from 'node:child_process'
       import { writeFileSync } from 'node:fs'
       test('fine', () => {
         const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 99)'])
         writeFileSync(${JSON.stringify(pidFile)}, String(child.pid))
       })`,
      limitMs,
    ),
  ])
  assert.deepEqual(counts(inTest), [1, 1, 0])
  assert.match(inTest.failures[0]?.error ?? '', /still running after \d+ s: in "waits"/)
  assert.deepEqual(counts(afterTests), [1, 1, 0])
  assert.match(afterTests.failures[0]?.error ?? '', /its tests had ended, but/)
  assert.equal(await endsSoon(Number(readFileSync(pidFile, 'utf8'))), true)
})

test('what a test leaves in the temporary folder goes with it', async () => {
  const note = join(root, 'where').replaceAll('\\', '/')
  const outcome = await run(`
    import { mkdtempSync, writeFileSync } from 'node:fs'
    import { tmpdir } from 'node:os'
    test('leaves a folder', () => writeFileSync(${JSON.stringify(note)}, mkdtempSync(tmpdir() + '/left-')))`)
  assert.deepEqual(counts(outcome), [1, 0, 0])
  const left = readFileSync(note, 'utf8')
  assert.match(left, /left-/)
  assert.equal(existsSync(left), false)
})

async function endsSoon(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      process.kill(pid, 0)
    } catch {
      return true
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}
