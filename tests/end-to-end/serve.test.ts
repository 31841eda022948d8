import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('../../bin/resight', import.meta.url))

function serve(args: readonly string[]) {
  return spawn(process.execPath, [PROGRAM, 'serve', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
}

test('`resight serve` prints the one address to open, answers there, and closes the library when told to end', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'resight-serve-'))
  const library = join(folder, 'library')
  const program = serve(['--library', library, '--device', 'cpu'])
  t.after(() => {
    program.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  const lines: string[] = []
  const out = createInterface({ input: program.stdout })
  out.on('line', (line) => lines.push(line))
  const [address] = (await once(out, 'line')) as [string]
  assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/)

  const entered = await fetch(address, { redirect: 'manual' })
  assert.equal(entered.status, 303)
  const cookie = entered.headers.get('set-cookie')!.split(';', 1)[0]!
  const { origin } = new URL(address)
  const headers = { cookie, 'content-type': 'application/json' }
  const status = await fetch(`${origin}/api/calls/status`, { method: 'POST', headers, body: '[]' })
  assert.equal(((await status.json()) as { library: string }).library, library)

  // A tab that listens does not hold it up.
  const stop = new AbortController()
  const events = await fetch(`${origin}/api/events`, { headers: { cookie }, signal: stop.signal })
  assert.equal(events.status, 200)
  program.kill('SIGTERM')
  const [code] = (await once(program, 'exit')) as [number | null]
  stop.abort()
  assert.equal(code, 0)
  assert.deepEqual(lines, [address])
  assert.equal(existsSync(join(library, 'catalogue.sqlite-wal')), false, 'a closed catalogue has no log beside it')
})

test('what it can’t do it says in a line, with the exit code of the command line', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'resight-serve-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const password = join(folder, 'password.txt')
  writeFileSync(password, 'a long password\n')
  for (const [args, code, message] of [
    [['--port', 'x'], 2, /--port/],
    [['--hots', '0.0.0.0'], 2, /hots/],
    [['--host', '0.0.0.0'], 2, /needs a password/],
    [
      ['--library', join(folder, 'library'), '--host', '192.0.2.1', '--password-file', password],
      1,
      /192\.0\.2\.1.*--host/,
    ],
  ] as const) {
    const program = serve(args)
    let text = ''
    program.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    const [exit] = (await once(program, 'close')) as [number | null]
    assert.equal(exit, code, text)
    assert.match(text, message)
    assert.doesNotMatch(text, /^\s+at /m)
  }
})
