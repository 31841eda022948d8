import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { writePhotos } from '../../tests/fixtures/photos.ts'
import type { Engine, Progress } from '../api.ts'
import { TINY_MODELS } from '../encoders/golden-for-tests.ts'
import { openEngine } from '../engine.ts'
import type { Device } from '../api.ts'
import { whyNot } from '../runtime/providers.ts'
import { MeasuredRates } from './measured-rates.ts'

const MODEL = 'tiny-clip'

function temporaryLibrary(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'resight-devices-'))
  const library = join(root, 'library')
  cpSync(join(TINY_MODELS, MODEL), join(library, 'models', MODEL), { recursive: true })
  t.after(() => rmSync(root, { recursive: true, force: true }))
  return library
}

async function withEngine(library: string, work: (engine: Engine) => Promise<void>): Promise<void> {
  const engine = await openEngine({ library, model: MODEL })
  try {
    await work(engine)
  } finally {
    await engine.close()
  }
}

test('a device is measured with the model in use, and the measurement is kept', async (t) => {
  const library = temporaryLibrary(t)
  await withEngine(library, async (engine) => {
    const before = await engine.devices()
    const cpu = before.at(-1)
    assert.deepEqual([cpu?.device, cpu?.available, cpu?.photosPerSecond], ['cpu', true, null])
    assert.ok(before.every(({ note }) => note !== null && note.length > 3))
    const seen: Progress[] = []
    const measured = await engine.measureDevices({ onProgress: (progress) => seen.push(progress) })
    assert.ok((measured.at(-1)?.photosPerSecond ?? 0) > 0)
    assert.deepEqual([seen[0]?.phase, seen.at(-1)?.done], ['measure', seen.at(-1)?.total])
    assert.deepEqual(await engine.devices(), measured)
    assert.ok(measured.filter(({ available }) => !available).every(({ photosPerSecond }) => photosPerSecond === null))
  })
  await withEngine(library, async (engine) => {
    assert.ok(((await engine.devices()).at(-1)?.photosPerSecond ?? 0) > 0, 'also by the next engine')
    const stopped = await engine.measureDevices({ signal: AbortSignal.abort() })
    assert.ok((stopped.at(-1)?.photosPerSecond ?? 0) > 0, 'a stop forgets nothing')
  })
})

test('the device is a setting of the library, applied while it is open and remembered', async (t) => {
  const library = temporaryLibrary(t)
  await writePhotos(join(library, '..', 'photos'), 4)
  await withEngine(library, async (engine) => {
    assert.deepEqual(await engine.settings(), { device: 'auto' })
    await engine.add({ folders: [join(library, '..', 'photos')] })
    const ask = async () => (await engine.search({ parts: [{ kind: 'words', words: 'a dog' }] })).results.length
    assert.equal(await ask(), 4)
    const asking = ask()
    assert.deepEqual(await engine.changeSettings({ device: 'cpu' }), { device: 'cpu' })
    assert.equal(await asking, 4, 'a search under way ends as it began')
    assert.equal((await engine.status()).device, 'cpu')
    assert.equal(await ask(), 4)
    assert.deepEqual(await engine.changeSettings({}), { device: 'cpu' })
    await assert.rejects(engine.changeSettings({ device: 'abacus' as Device }), {
      code: 'invalid-argument',
      message: /one of auto, cpu/,
    })
    const missing = (['cuda', 'dml', 'coreml', 'webgpu'] as const).find((device) => whyNot(device) !== null)
    if (missing !== undefined) {
      await assert.rejects(engine.changeSettings({ device: missing }), { code: 'unsupported' })
    }
    assert.deepEqual(await engine.settings(), { device: 'cpu' }, 'what was refused is not kept')
  })
  await withEngine(library, async (engine) => {
    assert.equal((await engine.status()).device, 'cpu')
  })
  const named = await openEngine({ library, model: MODEL, device: 'auto' })
  assert.match((await named.status()).device, /^auto/, 'a device that is named goes first')
  await named.close()
})

test('settings that make no sense count as never chosen, and what another version wrote stays', async (t) => {
  const library = temporaryLibrary(t)
  const file = join(library, 'settings.json')
  for (const text of ['', '{', '[]', 'null', '{"device": 7}', '{"device": "abacus"}', ' '.repeat(70_000)]) {
    writeFileSync(file, text)
    await withEngine(library, async (engine) => assert.deepEqual(await engine.settings(), { device: 'auto' }, text))
  }
  writeFileSync(file, '{"device": "auto", "newer": [1]}')
  await withEngine(library, async (engine) => void (await engine.changeSettings({ device: 'cpu' })))
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { device: 'cpu', newer: [1] })
})

test('rates are remembered by model, of long runs only, and not from another machine', (t) => {
  const folder = temporaryLibrary(t)
  const rates = new MeasuredRates(folder)
  rates.noteIndexing('a', 3, 1)
  assert.equal(existsSync(join(folder, 'rates.json')), false, 'three photos tell nothing')
  rates.noteIndexing('a', 100, 4)
  rates.noteDevice('a', 'cpu', 30)
  assert.deepEqual(new MeasuredRates(folder).of('a'), { indexing: 25, devices: { cpu: 30 } })
  assert.deepEqual(rates.of('b'), { indexing: null, devices: {} })
  const stored = JSON.parse(readFileSync(join(folder, 'rates.json'), 'utf8')) as object
  writeFileSync(join(folder, 'rates.json'), JSON.stringify({ ...stored, machine: 'another' }))
  assert.deepEqual(rates.of('a'), { indexing: null, devices: {} })
  for (const text of ['', '[]', '{"machine": 1}', '{"models": 1}']) {
    writeFileSync(join(folder, 'rates.json'), text)
    assert.deepEqual(rates.of('a').indexing, null)
  }
})
