import assert from 'node:assert/strict'
import { fork, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { ResightError, type PixelSpec } from '../../types.ts'
import { PhotoError, type DecodePool, type DecodePoolOptions, type DecodeRequest } from '../decoded.ts'
import { openDecodePool } from './pool.ts'

const SPEC: PixelSpec = { resize: { kind: 'shortest', edgePx: 64 }, cropPx: { width: 64, height: 64 }, kernel: 'cubic' }
const onLinux = { skip: process.platform === 'linux' ? false : 'looks into /proc' }

const folder = mkdtempSync(join(tmpdir(), 'resight-pool-'))
after(() => rmSync(folder, { recursive: true }))

async function photo(name: string, size = 64): Promise<string> {
  const path = join(folder, name)
  await sharp({ create: { width: size, height: size, channels: 3, background: `hsl(${name.length * 40} 50% 50%)` } })
    .png()
    .toFile(path)
  return path
}

/** A drawing that keeps librsvg busy for many seconds: each group shows the one before it twice. */
function slowPhoto(name: string): string {
  const groups = Array.from(
    { length: 25 },
    (_, i) => `<g id="g${i + 1}"><use xlink:href="#g${i}"/><use xlink:href="#g${i}"/></g>`,
  )
  writeFileSync(
    join(folder, name),
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="900" height="900"><defs>
      <g id="g0"><path d="M0 0h900v900z" opacity=".5"/></g>${groups.join('')}</defs><use xlink:href="#g25"/></svg>`,
  )
  return join(folder, name)
}

function request(path: string, more: Partial<DecodeRequest> = {}): DecodeRequest {
  return { path, pixels: SPEC, thumbnailPx: 32, metadata: true, ...more }
}

function open(t: TestContext, options: DecodePoolOptions = {}): DecodePool {
  const pool = openDecodePool({ workers: 1, ...options })
  t.after(() => pool.close())
  return pool
}

/** Processes started by one, by id. */
function children(pid = process.pid): readonly number[] {
  const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim()
  return listed === '' ? [] : listed.split(' ').map(Number)
}

/** The worker that appears while `run` goes on. */
async function workerOf(run: () => unknown): Promise<number> {
  const before = new Set(children())
  run()
  for (;;) {
    const [found] = children().filter((pid) => !before.has(pid))
    if (found !== undefined) return found
    await sleep(5)
  }
}

/** Until a worker has used so much processor time that it must be at the drawing, which takes it much longer. */
async function busy(pid: number): Promise<void> {
  for (;;) {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1] ?? ''
    const [user = 0, system = 0] = stat.split(' ').slice(11, 13).map(Number)
    if (user + system > 150) return
    await sleep(20)
  }
}

function failsWith(code: string): (error: unknown) => boolean {
  return (error) =>
    error instanceof PhotoError && error.code === code && error.message === `${error.path}: ${error.reason}`
}

test('a photo comes back whole', async (t) => {
  const path = await photo('a.png', 200)
  const { contentHash, format, width, height, pixels, thumbnail, dhash, metadata, warning } = await open(t).decode(
    request(path),
  )
  assert.equal(contentHash, createHash('sha256').update(readFileSync(path)).digest('hex'))
  assert.deepEqual([format, width, height, warning], ['png', 200, 200, null])
  assert.ok(pixels?.data instanceof Uint8Array && thumbnail?.data instanceof Uint8Array)
  assert.equal(pixels.data.length, 64 * 64 * 3)
  assert.match(dhash, /^[0-9a-f]{32}$/)
  assert.deepEqual(metadata?.keywords, [])
})

test('hashing gives what decoding gives', async (t) => {
  const pool = open(t)
  const path = await photo('hash.png')
  assert.equal(await pool.hash(path), (await pool.decode(request(path))).contentHash)
})

test('many calls at once on two workers all come back, each its own', async (t) => {
  const pool = open(t, { workers: 2 })
  const paths = await Promise.all(Array.from({ length: 40 }, (_, i) => photo(`many-${i}.png`, 16 + i)))
  const photos = await Promise.all(paths.map((path) => pool.decode(request(path))))
  assert.deepEqual(
    photos.map(({ width }) => width),
    paths.map((_, i) => 16 + i),
  )
})

test('errors of the worker arrive as they were', async (t) => {
  const pool = open(t)
  const text = join(folder, 'text.jpg')
  writeFileSync(text, 'no photo')
  await assert.rejects(pool.decode(request(text)), failsWith('unsupported'))
  await assert.rejects(pool.decode(request(join(folder, 'gone.jpg'))), failsWith('not-found'))
  await assert.rejects(pool.hash(join(folder, 'gone.jpg')), failsWith('not-found'))
  const badSpec = { ...SPEC, cropPx: { width: 0, height: 1 } }
  await assert.rejects(
    pool.decode(request(text, { pixels: badSpec })),
    (error) => error instanceof ResightError && error.code === 'invalid-argument',
  )
})

test('limits are passed on', async (t) => {
  const pool = open(t, { maxPixels: 100, maxFileBytes: 1_000_000 })
  await assert.rejects(pool.decode(request(await photo('big.png'))), failsWith('too-large'))
})

test('a file that takes too long costs itself alone', async (t) => {
  const pool = open(t, { timeLimitMs: 3000 })
  const slow = pool.decode(request(slowPhoto('slow.svg')))
  const next = pool.decode(request(await photo('next.png')))
  await assert.rejects(slow, failsWith('timed-out'))
  assert.equal((await next).width, 64)
})

test('a file that takes too much memory costs itself alone', onLinux, async (t) => {
  const pool = open(t, { maxWorkerBytes: 200e6 })
  // Interlaced, so all 192 million bytes of it must be held at once.
  const path = join(folder, 'large.png')
  await sharp({ create: { width: 8000, height: 8000, channels: 3, background: '#888' } })
    .png({ progressive: true, compressionLevel: 1 })
    .toFile(path)
  const large = pool.decode(request(path))
  const next = pool.decode(request(await photo('next.png')))
  await assert.rejects(large, failsWith('too-large'))
  assert.equal((await next).width, 64)
})

test('a worker that crashes once is replaced and the file tried again', onLinux, async (t) => {
  const pool = open(t)
  const path = await photo('again.png')
  let decoded: Promise<unknown> = Promise.resolve()
  const pid = await workerOf(() => (decoded = pool.decode(request(path))))
  process.kill(pid, 'SIGSEGV')
  await decoded
})

test('a file that crashes its worker twice is to blame, and those behind it are not', onLinux, async (t) => {
  const pool = open(t)
  const paths = [await photo('x.png'), await photo('yy.png'), await photo('zzz.png')]
  let bad: Promise<unknown> = Promise.resolve()
  const first = await workerOf(() => (bad = pool.decode(request(slowPhoto('bad.svg')))))
  bad.catch(() => undefined)
  const others = paths.map((path) => pool.decode(request(path)))
  await busy(first)
  const second = await workerOf(() => process.kill(first, 'SIGKILL'))
  await busy(second)
  process.kill(second, 'SIGSEGV')
  await assert.rejects(bad, failsWith('crashed'))
  assert.deepEqual(
    (await Promise.all(others)).map(({ width }) => width),
    [64, 64, 64],
  )
})

test('a signal to the whole terminal group does not end a worker', onLinux, async (t) => {
  const pool = open(t)
  const path = await photo('ctrl-c.png')
  const pid = await workerOf(() => void pool.hash(path))
  await pool.hash(path)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(pid, signal)
  assert.match(await pool.hash(path), /^[0-9a-f]{64}$/)
  assert.ok(children().includes(pid))
})

test('calls can be given up, waiting or running', async (t) => {
  const pool = open(t, { timeLimitMs: 3000 })
  const controller = new AbortController()
  const running = pool.decode(request(slowPhoto('running.svg')), controller.signal)
  const waiting = pool.decode(request(await photo('waiting.png')), controller.signal)
  const other = pool.decode(request(await photo('other.png')))
  setTimeout(() => controller.abort(), 300)
  await assert.rejects(running, failsWith('cancelled'))
  await assert.rejects(waiting, failsWith('cancelled'))
  assert.equal((await other).width, 64)
  await assert.rejects(pool.hash('/p', AbortSignal.abort()), failsWith('cancelled'))
})

test('closing rejects what waits, ends the workers, and may be done twice', onLinux, async () => {
  const before = children()
  const pool = openDecodePool({ workers: 2 })
  const waiting = Array.from({ length: 5 }, (_, i) => pool.decode(request(slowPhoto(`closing-${i}.svg`))))
  const settled = Promise.allSettled(waiting)
  await sleep(300)
  await Promise.all([pool.close(), pool.close()])
  assert.ok((await settled).every(({ status }) => status === 'rejected'))
  assert.deepEqual(children(), before)
  await assert.rejects(pool.hash('/p'), failsWith('cancelled'))
  await openDecodePool().close()
})

const POOL = JSON.stringify(new URL('./pool.ts', import.meta.url).href)

test('an idle pool does not keep the app running', async () => {
  const path = JSON.stringify(await photo('idle.png'))
  const script = `const { openDecodePool } = await import(${POOL}); await openDecodePool({ workers: 2 }).hash(${path})`
  const app = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' })
  assert.deepEqual(await once(app, 'exit'), [0, null])
})

test('an app that is killed leaves no worker behind, not even one that hangs', onLinux, async () => {
  const script = join(folder, 'app.mjs')
  writeFileSync(
    script,
    `const { openDecodePool } = await import(${POOL})
    const pool = openDecodePool({ workers: 1 })
    await pool.hash(${JSON.stringify(await photo('app.png'))})
    process.send('busy')
    await pool.decode({ path: ${JSON.stringify(slowPhoto('app.svg'))}, pixels: null, thumbnailPx: 32, metadata: false })`,
  )
  const app = fork(script, { stdio: 'ignore' })
  await once(app, 'message')
  await sleep(500)
  const [worker = 0] = children(app.pid)
  assert.ok(existsSync(`/proc/${worker}`))
  app.kill('SIGKILL')
  for (let waited = 0; isRunning(worker) && waited < 10_000; waited += 20) await sleep(20)
  assert.equal(isRunning(worker), false)
})

/** A zombie waits for its parent's attention, here that of process 1, and no longer runs. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'))
  } catch {
    return false
  }
}

test('nonsense options are refused', () => {
  for (const options of [{ workers: 0 }, { workers: 1.5 }, { timeLimitMs: -1 }, { maxPixels: NaN }])
    assert.throws(
      () => openDecodePool(options),
      (error) => error instanceof ResightError && error.code === 'invalid-argument',
    )
})
