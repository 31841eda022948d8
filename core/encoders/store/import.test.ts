import assert from 'node:assert/strict'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { copyModels, temporaryFolder, TINY_MODELS } from '../golden-for-tests.ts'
import { listModels } from '../list-models.ts'
import { readManifest } from '../manifest.ts'
import { BUILT_IN_FOLDER } from '../models-folders.ts'
import { openEncoder } from '../registry.ts'
import { getModel } from './get.ts'
import { importModel } from './import.ts'
import type { StoreProgress } from './meter.ts'
import { readRecord, RECORD_FILE, writeRecord } from './record.ts'
import { removeModel } from './remove.ts'
import { startStore, TINY, treeOf } from './store-for-tests.ts'
import { verifyModel } from './verify.ts'

const CLIP = join(TINY_MODELS, 'tiny-clip')

test('a folder is imported, recorded, verified, opened and removed', async (t) => {
  const modelsFolder = temporaryFolder(t)
  const seen: StoreProgress[] = []
  const record = await importModel(CLIP, { modelsFolder, onProgress: (progress) => seen.push(progress) })
  assert.deepEqual([record.id, record.family, record.origin, record.files.length], ['tiny-clip', 'clip', 'import', 10])
  assert.ok(!record.files.some(({ path }) => path === 'golden.json'), 'only what Resight reads')
  assert.deepEqual([seen.at(-1)?.phase, seen.at(-1)?.doneBytes], ['copy', seen.at(-1)?.totalBytes])
  seen.length = 0
  const onProgress = (progress: StoreProgress): void => void seen.push(progress)
  assert.deepEqual(await verifyModel('tiny-clip', [modelsFolder], { onProgress }), {
    id: 'tiny-clip',
    folder: join(modelsFolder, 'tiny-clip'),
    compared: 10,
    problems: [],
  })
  assert.deepEqual([seen.at(-1)?.phase, seen.at(-1)?.doneBytes], ['check', seen.at(-1)?.totalBytes])
  const encoder = await openEncoder('tiny-clip', { device: 'cpu', modelsFolders: [modelsFolder] })
  await encoder.dispose()
  await assert.rejects(importModel(CLIP, { modelsFolder }), { code: 'invalid-argument', message: /installed already/ })
  await removeModel('tiny-clip', modelsFolder)
  assert.deepEqual(treeOf(modelsFolder), [])
  await assert.rejects(removeModel('tiny-clip', modelsFolder), { code: 'not-found' })
})

test('a folder may be called anything, and hold links to its files as the hub cache does', async (t) => {
  const cache = temporaryFolder(t)
  mkdirSync(join(cache, 'onnx'))
  for (const { path } of TINY.files.filter(({ dtype }) => dtype !== 'q8'))
    symlinkSync(join(CLIP, path), join(cache, path))
  const modelsFolder = temporaryFolder(t)
  const record = await importModel(cache, { modelsFolder, id: 'from-cache' })
  assert.equal(record.files.length, 6)
  assert.equal(listModels([modelsFolder]).find(({ id }) => id === 'from-cache')?.d, 24)
  rmSync(cache, { recursive: true })
  assert.deepEqual((await verifyModel('from-cache', [modelsFolder])).problems, [], 'copies, not links')
})

test('what cannot be imported is said before anything is copied', async (t) => {
  const modelsFolder = temporaryFolder(t)
  const empty = temporaryFolder(t)
  const options = { modelsFolder, id: 'x' }
  await assert.rejects(importModel(join(empty, 'nothing'), options), { code: 'not-found', message: /no folder/ })
  await assert.rejects(importModel(empty, options), { code: 'unsupported' })
  await assert.rejects(importModel(CLIP, { ...options, id: '../x' }), { code: 'invalid-argument' })
  await assert.rejects(importModel(CLIP, { ...options, id: 'resight-mini' }), {
    code: 'invalid-argument',
    message: /built in/,
  })
  const freeBytes = (): Promise<number> => Promise.resolve(0)
  await assert.rejects(importModel(CLIP, { ...options, freeBytes }), { code: 'too-large' })
  await assert.rejects(importModel(CLIP, { ...options, signal: AbortSignal.abort() }), { code: 'cancelled' })
  const broken = join(copyModels(t, 'tiny-clip'), 'tiny-clip')
  rmSync(join(broken, 'tokenizer.json'))
  await assert.rejects(importModel(broken, options), { code: 'not-found', message: /tokenizer\.json/ })
  assert.equal(existsSync(join(modelsFolder, 'x')), false)
})

test('files under a known name must be the known files', async (t) => {
  const modelsFolder = temporaryFolder(t)
  const files = TINY.files.map((file) => (file.path === 'config.json' ? { ...file, sha256: 'b'.repeat(64) } : file))
  const manifest = [{ ...TINY, files }]
  await assert.rejects(importModel(CLIP, { modelsFolder, id: 'tiny', manifest }), {
    code: 'corrupt',
    message: /config\.json is not the file of tiny that Resight knows/,
  })
  await assert.rejects(importModel(CLIP, { modelsFolder, id: 'tiny', manifest: [{ ...TINY, d: 7 }] }), {
    code: 'corrupt',
    message: /24 dimensions; tiny has 7/,
  })
  await importModel(CLIP, { modelsFolder, id: 'tiny', manifest: [TINY] })
})

test('a model of one file, for local features, can be imported and verified', async (t) => {
  const [from, modelsFolder] = [temporaryFolder(t), temporaryFolder(t)]
  copyFileSync(join(CLIP, 'onnx/text_model.onnx'), join(from, 'points.onnx'))
  const entry = { ...TINY, id: 'points', family: 'xfeat', kind: 'local-features' as const, defaultDtype: null }
  const manifest = [{ ...entry, files: [{ ...TINY.files[0]!, path: 'points.onnx' }] }]
  await importModel(from, { modelsFolder, id: 'points', manifest })
  assert.deepEqual((await verifyModel('points', [modelsFolder], { manifest })).problems, [])
  writeFileSync(join(modelsFolder, 'points', 'points.onnx'), 'no graph')
  assert.equal((await verifyModel('points', [modelsFolder], { manifest })).problems.length, 2)
})

test('removing also drops what was downloaded so far, and leaves other folders alone', async (t) => {
  const { hub, modelsFolder, options } = await startStore(t)
  hub.mischief = [
    { path: 'onnx/vision_model.onnx', cutAfter: 100_000, times: 1 },
    { path: 'onnx/vision_model.onnx', status: 404 },
  ]
  await assert.rejects(getModel('tiny', options), { code: 'not-found' })
  assert.ok(treeOf(modelsFolder).length > 4)
  await removeModel('tiny', modelsFolder)
  assert.deepEqual(treeOf(modelsFolder), [])
  await assert.rejects(removeModel('resight-mini', modelsFolder), { code: 'unsupported', message: /built in/ })
  await assert.rejects(removeModel('..', modelsFolder), { code: 'invalid-argument' })
  assert.ok(existsSync(modelsFolder))
})

test('models without a record are verified by what the manifest pins and by opening them', async (t) => {
  const report = await verifyModel('resight-mini', [BUILT_IN_FOLDER])
  assert.deepEqual(report.problems, [])
  const pinned = readManifest()
    .find(({ id }) => id === 'resight-mini')
    ?.files.filter(({ sha256 }) => sha256 !== null)
  assert.equal(report.compared, pinned?.length)
  const models = copyModels(t, 'tiny-siglip')
  assert.deepEqual((await verifyModel('tiny-siglip', [models])).problems, [])
  writeFileSync(join(models, 'tiny-siglip', 'config.json'), '{}')
  assert.equal((await verifyModel('tiny-siglip', [models])).problems.length, 1)
  await assert.rejects(verifyModel('nobody', [models]), { code: 'not-found' })
})

test('a record that is not one is refused with its name', (t) => {
  const folder = temporaryFolder(t)
  assert.equal(readRecord(folder), null)
  const record = { id: 'a', family: 'clip', origin: 'import', installedAt: '2026-01-01T00:00:00Z', files: [] } as const
  writeRecord(folder, record)
  assert.deepEqual(readRecord(folder), record)
  const good = JSON.parse(readFileSync(join(folder, RECORD_FILE), 'utf8')) as object
  for (const bad of [{ files: 1 }, { origin: 'stolen' }, { id: '' }, { files: [null] }, { files: [{ path: 'a' }] }]) {
    writeFileSync(join(folder, RECORD_FILE), JSON.stringify({ ...good, ...bad }))
    assert.throws(() => readRecord(folder), { code: 'corrupt', message: new RegExp(RECORD_FILE) })
  }
})

test('only getting a model uses the network', async (t) => {
  const fetching = t.mock.method(globalThis, 'fetch', () => Promise.reject(new Error('no network here')))
  const modelsFolder = temporaryFolder(t)
  await importModel(CLIP, { modelsFolder })
  assert.ok(listModels([modelsFolder, BUILT_IN_FOLDER]).length > 9)
  assert.deepEqual((await verifyModel('tiny-clip', [modelsFolder])).problems, [])
  const encoder = await openEncoder('tiny-clip', { device: 'cpu', modelsFolders: [modelsFolder] })
  await encoder.encodeTexts(['a dog'])
  await encoder.dispose()
  await removeModel('tiny-clip', modelsFolder)
  assert.equal(fetching.mock.callCount(), 0)
  await assert.rejects(
    getModel('clip-vit-b-32', { modelsFolder, retry: { tries: 1, firstWaitMs: 1, longestWaitMs: 1 } }),
  )
  assert.ok(fetching.mock.callCount() > 0)
})
