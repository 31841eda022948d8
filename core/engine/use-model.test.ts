import assert from 'node:assert/strict'
import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { writePhotos } from '../../tests/fixtures/photos.ts'
import type { Engine, SearchAnswer } from '../api.ts'
import { openEngine } from '../engine.ts'
import { TINY_MODELS } from '../encoders/golden-for-tests.ts'
import type { ResightError } from '../types.ts'

const PHOTOS = 60
const [OLD, NEW] = ['tiny-clip', 'tiny-siglip'] as const

interface Fixture {
  readonly library: string
  readonly photos: string
  readonly engine: Engine
  open(model?: string): Promise<Engine>
}

/** A library of small photos, encoded by a tiny model. */
async function withPhotos(t: TestContext, count = PHOTOS): Promise<Fixture> {
  const root = mkdtempSync(join(tmpdir(), 'resight-switch-'))
  const [library, photos] = [join(root, 'library'), join(root, 'photos')]
  for (const model of [OLD, NEW]) cpSync(join(TINY_MODELS, model), join(library, 'models', model), { recursive: true })
  await writePhotos(photos, count)
  const opened: Engine[] = []
  const open = async (model?: string): Promise<Engine> => {
    const engine = await openEngine({ library, device: 'cpu', ...(model === undefined ? {} : { model }) })
    opened.push(engine)
    return engine
  }
  t.after(async () => {
    for (const engine of opened) await engine.close()
    rmSync(root, { recursive: true, force: true })
  })
  const engine = await open(OLD)
  assert.equal((await engine.add({ folders: [photos] })).indexed, count)
  return { library, photos, engine, open }
}

async function activeOf(engine: Engine): Promise<readonly [model: string | undefined, encoded: number | undefined]> {
  const active = (await engine.status()).spaces.find((space) => space.active)
  return [active?.model, active?.encoded]
}

function ask(engine: Engine): Promise<SearchAnswer> {
  return engine.search({ parts: [{ kind: 'words', words: 'a dog' }], k: 10_000 })
}

test('the old model answers, whole, until the new one is whole and takes over at once; the way back is instant', async (t) => {
  const { engine, open } = await withPhotos(t)
  const cost = await engine.switchCost(NEW)
  assert.deepEqual([cost.model, cost.photosToEncode, cost.secondsEstimate], [NEW, PHOTOS, null])
  assert.ok(cost.bytes > PHOTOS * 32 * 8 && cost.freeBytes > cost.bytes)
  const answers: SearchAnswer[] = []
  let isOver = false
  const asking = (async () => {
    while (!isOver) {
      answers.push(await ask(engine))
      // A search for words asked before yields to nothing else by itself.
      await sleep(2)
    }
  })()
  const seen: number[] = []
  const report = await engine.useModel(NEW, { onProgress: ({ done }) => seen.push(done) })
  isOver = true
  await asking
  const { model, encoded, failed, outOfReach, cancelled } = report
  assert.deepEqual(
    { model, encoded, failed, outOfReach, cancelled },
    { model: NEW, encoded: PHOTOS, failed: 0, outOfReach: 0, cancelled: false },
  )
  assert.equal(seen.at(-1), PHOTOS)
  const spaces = answers.map(({ space }) => space.split('@')[0])
  assert.ok(spaces.filter((space) => space === OLD).length > 2, 'searches ran while it encoded')
  assert.deepEqual([...spaces].sort(), spaces, 'never back once switched')
  assert.ok(
    answers.every(({ results }) => results.length === PHOTOS),
    'each answer is whole',
  )
  assert.equal((await ask(engine)).space, report.space)
  assert.deepEqual(await activeOf(engine), [NEW, PHOTOS])
  const listed = await engine.models()
  assert.deepEqual(
    listed.filter(({ encoded: n }) => n > 0).map(({ id, active, encoded: n }) => [id, active, n]),
    [
      [OLD, false, PHOTOS],
      [NEW, true, PHOTOS],
    ],
  )

  const back = await engine.switchCost(OLD)
  assert.deepEqual([back.photosToEncode, back.bytes, back.secondsEstimate], [0, 0, 0])
  assert.equal((await engine.useModel(OLD)).encoded, 0)
  assert.equal((await ask(engine)).space.split('@')[0], OLD)
  assert.equal((await ask(await open())).space.split('@')[0], OLD, 'and it is remembered')
})

test('cancelled half-way, the old model goes on, and the next call, of another engine, goes on where it stopped', async (t) => {
  const { engine, open } = await withPhotos(t)
  const stop = new AbortController()
  const report = await engine.useModel(NEW, {
    signal: stop.signal,
    whilePaused: () => sleep(3),
    onProgress: ({ done }) => done >= 1 && stop.abort(),
  })
  assert.equal(report.cancelled, true)
  assert.ok(report.encoded > 0 && report.encoded < PHOTOS, `${report.encoded}`)
  assert.deepEqual(await activeOf(engine), [OLD, PHOTOS])
  assert.equal((await ask(engine)).space.split('@')[0], OLD)
  const other = await open()
  assert.equal((await other.switchCost(NEW)).photosToEncode, PHOTOS - report.encoded)
  assert.equal((await other.useModel(NEW)).encoded, PHOTOS - report.encoded)
  assert.deepEqual(await activeOf(other), [NEW, PHOTOS])
})

test('an engine whose library another process switches follows it', async (t) => {
  const { engine, open } = await withPhotos(t, 12)
  const reader = await open()
  assert.equal((await ask(reader)).space.split('@')[0], OLD)
  await engine.useModel(NEW)
  const answer = await ask(reader)
  assert.deepEqual([answer.space.split('@')[0], answer.results.length], [NEW, 12])
  assert.equal((await reader.models()).find(({ active }) => active)?.id, NEW)
})

test('photos added during a switch are found at once, and by the new model when it has taken over', async (t) => {
  const { engine, photos } = await withPhotos(t, 24)
  const gate = Promise.withResolvers<void>()
  let asked = 0
  const switching = engine.useModel(NEW, { whilePaused: () => (++asked > 10 ? gate.promise : Promise.resolve()) })
  while (asked <= 10) await sleep(5)
  const more = `${photos}-more`
  await writePhotos(more, 30)
  t.after(() => rmSync(more, { recursive: true, force: true }))
  for (let i = 0; i < 24; i++) rmSync(join(more, `photo-${String(i).padStart(3, '0')}.jpg`))
  const added = await engine.add({ folders: [more] })
  assert.deepEqual([added.indexed, added.failed], [6, 0])
  const during = await ask(engine)
  assert.deepEqual([during.space.split('@')[0], during.results.length], [OLD, 30])
  gate.resolve()
  assert.equal((await switching).encoded, 30)
  assert.deepEqual(await activeOf(engine), [NEW, 30])
  assert.equal((await ask(engine)).results.length, 30)
})

test('a switch waits for an add that is under way, and then has its photos', async (t) => {
  const { engine, photos } = await withPhotos(t, 12)
  const more = `${photos}-more`
  await writePhotos(more, 40)
  t.after(() => rmSync(more, { recursive: true, force: true }))
  const gate = Promise.withResolvers<void>()
  let asked = 0
  const adding = engine.add(
    { folders: [more] },
    { whilePaused: () => (++asked > 20 ? gate.promise : Promise.resolve()) },
  )
  while (asked <= 20) await sleep(5)
  const switching = engine.useModel(NEW)
  await sleep(600)
  assert.equal((await activeOf(engine))[0], OLD)
  gate.resolve()
  assert.equal((await adding).indexed, 28)
  assert.equal((await switching).encoded, 40)
  assert.deepEqual(await activeOf(engine), [NEW, 40])
})

test('photos out of reach are kept for later and do not hinder; the next switch or rescan takes them in', async (t) => {
  const { engine, photos } = await withPhotos(t, 12)
  renameSync(photos, `${photos}-away`)
  const report = await engine.useModel(NEW)
  assert.deepEqual([report.encoded, report.failed, report.outOfReach, report.cancelled], [0, 0, 12, false])
  assert.equal((await engine.status()).photos, 12, 'nothing is lost')
  const { hints } = await ask(engine)
  assert.match(hints.join(), /12 photos are not encoded by tiny-siglip yet/)
  renameSync(`${photos}-away`, photos)
  assert.equal((await engine.useModel(NEW)).encoded, 12)
  assert.equal((await ask(engine)).results.length, 12)
})

test('what a model costs is known before it is downloaded; one that is not there is refused by name', async (t) => {
  const { engine } = await withPhotos(t, 4)
  await assert.rejects(engine.useModel('nobody'), { code: 'not-found' })
  await assert.rejects(engine.useModel('clip-vit-b-32'), {
    code: 'not-found',
    remedy: /resight models get clip-vit-b-32/,
  })
  await assert.rejects(engine.useModel('../x'), { code: 'invalid-argument' })
  const { photosToEncode, bytes } = await engine.switchCost('clip-vit-l-14')
  assert.ok(photosToEncode === 4 && bytes >= 4 * 768 * 8, 'known before it is downloaded')
  assert.deepEqual((await engine.status()).spaces.length, 1, 'asking leaves nothing behind')
})

test('vectors of a model that is not in use are dropped on request, and only those', async (t) => {
  const { engine } = await withPhotos(t, 12)
  const { space } = await engine.useModel(NEW)
  await assert.rejects(engine.forgetSpace(space), { code: 'invalid-argument', message: /model in use/ })
  await assert.rejects(engine.forgetSpace('nothing'), { code: 'not-found' })
  await assert.rejects(engine.removeModel(NEW), { code: 'invalid-argument', message: /model in use/ })
  const old = (await engine.status()).spaces.find(({ model }) => model === OLD)
  assert.deepEqual(await engine.forgetSpace(old?.id ?? ''), { bytes: 12 * 24 * 4 })
  assert.deepEqual(
    (await engine.status()).spaces.map(({ model }) => model),
    [NEW],
  )
  assert.equal((await ask(engine)).results.length, 12)
  assert.equal((await engine.switchCost(OLD)).photosToEncode, 12)
  await engine.removeModel(OLD)
  assert.equal(
    (await engine.models()).some(({ id }) => id === OLD),
    false,
  )
})

test('while one switch goes on, another is refused, and closing the engine ends it as a stop does', async (t) => {
  const { engine, open } = await withPhotos(t, 24)
  const gate = Promise.withResolvers<void>()
  let asked = 0
  const switching = engine.useModel(NEW, { whilePaused: () => (++asked > 10 ? gate.promise : Promise.resolve()) })
  while (asked <= 10) await sleep(5)
  const other = await open()
  const busy = (error: ResightError): boolean => error.code === 'busy' && error.message.includes('another model')
  await assert.rejects(other.useModel(NEW), busy)
  await assert.rejects(engine.useModel(NEW), busy)
  await assert.rejects(engine.removeModel(NEW), busy)
  await engine.close()
  assert.equal((await switching).cancelled, true)
  assert.deepEqual(await activeOf(other), [OLD, 24])
  assert.equal((await other.useModel(NEW)).cancelled, false)
})

test('kill -9 while it encodes: the old model is in use, what was encoded is kept, the next call goes on', async (t) => {
  const { engine, library, open } = await withPhotos(t, PHOTOS)
  await engine.close()
  const script = fileURLToPath(new URL('use-model-for-tests.ts', import.meta.url))
  const child = spawn(process.execPath, [script, library, NEW], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  const [said] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
  child.kill('SIGKILL')
  await closed
  const stored = Number(said.trim().split('\n').at(-1))
  const after = await open()
  assert.deepEqual(await activeOf(after), [OLD, PHOTOS])
  const left = (await after.switchCost(NEW)).photosToEncode
  assert.ok(stored > 0 && left <= PHOTOS - stored && left > 0, `${left} left, ${stored} were stored`)
  assert.equal((await after.useModel(NEW)).encoded, left)
  assert.deepEqual(await activeOf(after), [NEW, PHOTOS])
})
