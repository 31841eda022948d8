import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { writePhotos } from '../../tests/fixtures/photos.ts'
import type { Progress } from '../api.ts'
import { TINY_MODELS } from '../encoders/golden-for-tests.ts'
import { openEngine } from '../engine.ts'

const MODEL = 'tiny-clip'

test('models come, are checked and go through the engine, with progress in bytes', async (t) => {
  const library = mkdtempSync(join(tmpdir(), 'resight-store-'))
  t.after(() => rmSync(library, { recursive: true, force: true }))
  const engine = await openEngine({ library, device: 'cpu' })
  try {
    const seen: Progress[] = []
    const control = { onProgress: (progress: Progress) => seen.push(progress) }
    assert.equal(await engine.importModel(join(TINY_MODELS, MODEL), control), MODEL)
    const copied = seen.at(-1)
    assert.deepEqual([copied?.phase, copied?.done, copied?.secondsLeft === undefined], ['verify', copied?.total, false])
    const status = (await engine.models()).find(({ id }) => id === MODEL)
    assert.ok(status !== undefined && status.bytes > 200_000, 'its size on disk')
    assert.deepEqual(
      [status.installed, status.active, status.memoryBytes, status.languages, status.warning, status.encoded],
      [true, false, null, [], null, 0],
    )
    const research = (await engine.models()).find(({ id }) => id === 'mobileclip-s2')
    assert.match(research?.warning ?? '', /research only/)
    assert.ok((research?.bytes ?? 0) > 390e6, 'what it will take')

    seen.length = 0
    assert.deepEqual(await engine.verifyModel(MODEL, control), { model: MODEL, ok: true, problems: [] })
    assert.deepEqual([seen.at(-1)?.phase, seen.at(-1)?.done], ['verify', seen.at(-1)?.total])
    writeFileSync(join(library, 'models', MODEL, 'tokenizer.json'), '{}')
    const { ok, problems } = await engine.verifyModel(MODEL)
    assert.equal(ok, false)
    assert.match(problems.join('\n'), /tokenizer\.json has changed/)
    await assert.rejects(engine.verifyModel(MODEL, { signal: AbortSignal.abort() }), { code: 'cancelled' })

    await assert.rejects(engine.getModel('clip-vit-b-32', { signal: AbortSignal.abort() }), { code: 'cancelled' })
    await assert.rejects(engine.getModel('resight-mini'), { code: 'unsupported' })
    await assert.rejects(engine.removeModel('resight-mini'), { code: 'invalid-argument' })
    await engine.removeModel(MODEL)
    assert.equal(
      (await engine.models()).some(({ id }) => id === MODEL),
      false,
    )
  } finally {
    await engine.close()
  }
})

test('a model that is named for a run takes over only when no photo that can be read is without it', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'resight-store-'))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  const [library, first, second] = ['library', 'first', 'second'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ]
  await writePhotos(first, 8)
  // Not the same as in the first folder.
  for (const path of (await writePhotos(second, 12)).slice(0, 8)) rmSync(path)
  const engine = await openEngine({ library, device: 'cpu' })
  await engine.importModel(join(TINY_MODELS, MODEL))
  await engine.add({ folders: [first] })
  await engine.close()
  const named = await openEngine({ library, device: 'cpu', model: MODEL })
  try {
    const active = async () => (await named.status()).spaces.find((space) => space.active)?.model
    assert.equal((await named.add({ folders: [second] })).indexed, 4)
    assert.equal(await active(), 'resight-mini', 'the photos of the first folder would be lost to searches')
    assert.equal((await named.rescan()).indexed, 8)
    assert.equal(await active(), MODEL)
  } finally {
    await named.close()
  }
})
