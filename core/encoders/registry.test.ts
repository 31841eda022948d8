import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { copyModels, readGolden, temporaryFolder, TINY_MODELS } from './golden-for-tests.ts'
import { readJsonFile } from './json-file.ts'
import { listModels } from './list-models.ts'
import { MANIFEST_FILE, parseManifest, readManifest } from './manifest.ts'
import { BUILT_IN_FOLDER, findModelFolder, modelsFoldersOf } from './models-folders.ts'
import { DEFAULT_MODEL, openEncoder } from './registry.ts'
import { runtimeVersion } from './space.ts'

test('the built-in model is the default, is installed, and is what the manifest says', async () => {
  const entry = readManifest().find(({ id }) => id === DEFAULT_MODEL)
  const encoder = await openEncoder(DEFAULT_MODEL, { device: 'cpu', modelsFolders: [BUILT_IN_FOLDER] })
  assert.equal(encoder.d, entry?.d)
  assert.deepEqual(encoder.tokens && { rows: encoder.tokens.rows, columns: encoder.tokens.columns }, entry?.tokens)
  assert.equal(encoder.space.preprocessing, entry?.preprocessing)
  assert.equal((await encoder.encodeTexts(['a dog'])).n, 1)
  await encoder.dispose()
  assert.equal(listModels([BUILT_IN_FOLDER], DEFAULT_MODEL).find(({ active }) => active)?.installed, true)
})

test('a model of the manifest is opened by its id, from the first folder that has it', async (t) => {
  const [first, second] = [temporaryFolder(t), copyModels(t, 'tiny-siglip')]
  mkdirSync(join(first, 'siglip-base-patch16-224'))
  mkdirSync(join(second, 'elsewhere'))
  const folders = [first, join(second, 'elsewhere'), second]
  assert.equal(findModelFolder('siglip-base-patch16-224', folders), null, 'an empty folder is no model')
  rmSync(join(first, 'siglip-base-patch16-224'), { recursive: true })
  const model = join(second, 'elsewhere', 'siglip-base-patch16-224')
  mkdirSync(join(model, 'onnx'), { recursive: true })
  for (const file of ['config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json']) {
    copyFileSync(join(TINY_MODELS, 'tiny-siglip', file), join(model, file))
  }
  for (const tower of ['vision', 'text']) {
    copyFileSync(join(TINY_MODELS, `tiny-siglip/onnx/${tower}_model.onnx`), join(model, `onnx/${tower}_model.onnx`))
  }
  const encoder = await openEncoder('siglip-base-patch16-224', { device: 'cpu', modelsFolders: folders })
  assert.equal(encoder.space.id, `siglip-base-patch16-224@fp32+exact32-cubic+ort${runtimeVersion()}`)
  assert.deepEqual(encoder.space, {
    id: encoder.space.id,
    model: 'siglip-base-patch16-224',
    dtype: 'fp32',
    preprocessing: 'exact32-cubic',
    runtime: `ort${runtimeVersion()}`,
    d: 32,
  })
  await encoder.dispose()
})

test('folders that the manifest does not know are opened by what config.json says', async () => {
  for (const model of ['tiny-clip', 'tiny-siglip', 'tiny-siglip2', 'tiny-mobileclip']) {
    const golden = readGolden(model)
    const encoder = await openEncoder(model, { device: 'cpu', modelsFolders: [TINY_MODELS] })
    const { data } = await encoder.encodeTexts(golden.texts)
    const expected = golden.textEmbeds.flat()
    assert.ok(
      data.every((value, i) => Math.abs(value - expected[i]!) < 1e-5),
      model,
    )
    await encoder.dispose()
  }
  const listed = listModels([TINY_MODELS]).filter(({ id }) => id.startsWith('tiny-'))
  assert.deepEqual(
    listed.map(({ id, family, d, installed }) => [id, family, d, installed]),
    [
      ['tiny-clip', 'clip', 24, true],
      ['tiny-clip-multilingual', 'clip', 24, true],
      ['tiny-clip-tokens', 'clip', 24, true],
      ['tiny-mobileclip', 'mobileclip', 24, true],
      ['tiny-siglip', 'siglip', 32, true],
      ['tiny-siglip2', 'siglip', 32, true],
    ],
  )
})

test('a model that cannot be opened is named, with what to do', async (t) => {
  const folder = temporaryFolder(t)
  const options = { device: 'cpu', modelsFolders: [folder] } as const
  await assert.rejects(openEncoder('clip-vit-b-32', options), {
    code: 'not-found',
    message: new RegExp(`clip-vit-b-32 is not installed \\(searched: ${folder}\\)`),
    remedy: /resight models get clip-vit-b-32/,
  })
  await assert.rejects(openEncoder('clip-vit-z', options), { code: 'not-found', message: /no model clip-vit-z/ })
  writeFileSync(join(folder, 'xfeat.onnx'), '')
  await assert.rejects(openEncoder('xfeat', options), { code: 'unsupported', message: /no image–text model/ })
  await assert.rejects(openEncoder('xfeat', { device: 'cpu', modelsFolders: [] }), { message: /answers no searches/ })
  mkdirSync(join(folder, 'other'))
  writeFileSync(join(folder, 'other', 'config.json'), '{"model_type": "constructor"}')
  await assert.rejects(openEncoder('other', options), { code: 'unsupported' })
})

test('what is no id reaches no file', async () => {
  for (const id of ['', '../tiny-clip', 'a/b', 'a\\b', '.', '..', 'CLIP', 'x'.repeat(70), 'nul:', null]) {
    const promise = openEncoder(id as string, { device: 'cpu', modelsFolders: [TINY_MODELS] })
    await assert.rejects(promise, { code: 'invalid-argument' }, String(id))
  }
})

test('models are searched in RESIGHT_MODELS, then in the library, then in the project', () => {
  assert.deepEqual(modelsFoldersOf('/library', { RESIGHT_MODELS: '/stick' }), [
    '/stick',
    join('/library', 'models'),
    BUILT_IN_FOLDER,
  ])
  const file = fileURLToPath(import.meta.url)
  assert.equal(findModelFolder('clip-vit-b-32', [file, '/nowhere']), null, 'a file or nothing is no models folder')
  assert.ok(listModels([file, '/nowhere']).every(({ installed }) => !installed))
  assert.deepEqual(modelsFoldersOf('/library', { RESIGHT_MODELS: ' ' }), [join('/library', 'models'), BUILT_IN_FOLDER])
})

test('the manifest names every model that Resight promises, each with what a person must know', () => {
  const entries = readManifest()
  const promised = ['resight-mini', 'clip-vit-b-32', 'clip-vit-b-16', 'clip-vit-l-14', 'siglip-base-patch16-224']
  const ids = entries.map(({ id }) => id)
  for (const id of [...promised, 'siglip2-base-patch16-224', 'mobileclip-s2', 'clip-vit-b-32-multilingual', 'xfeat']) {
    assert.ok(ids.includes(id), id)
  }
  for (const entry of entries) {
    const { id, builtIn, kind, files, defaultDtype, memoryMB, source } = entry
    const names = files.filter(({ dtype }) => dtype === null || dtype === defaultDtype).map(({ path }) => path)
    if (kind === 'image-text' && !builtIn) {
      for (const name of ['config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json']) {
        assert.ok(names.includes(name), `${id}: ${name}`)
      }
      assert.ok(names.includes('onnx/vision_model.onnx') && names.includes('onnx/text_model.onnx'), id)
    }
    const megabytes = files.filter((f) => names.includes(f.path)).reduce((sum, f) => sum + f.megabytes, 0)
    assert.ok(
      memoryMB > megabytes && memoryMB < megabytes + 400,
      `${id}: ${megabytes} MB of files, ${memoryMB} MB of memory`,
    )
    assert.ok(
      files.every(({ bytes, megabytes: mb }) => bytes === null || Math.abs(bytes / 1e6 - mb) <= 0.05 + mb * 0.01),
      id,
    )
    if (source !== null && source.revision === null) assert.equal(entry.checked, false, id)
  }
})

test('a manifest that is wrong is refused with the place', () => {
  const json = readJsonFile(MANIFEST_FILE, 1e6) as { models: Record<string, unknown>[] }
  const change = (model: number, fields: Record<string, unknown>): unknown => ({
    models: json.models.map((entry, i) => (i === model ? { ...entry, ...fields } : entry)),
  })
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [{}, /a field models at the manifest/],
    [{ models: [] }, /a list with at least one value at models/],
    [{ ...json, extra: 1 }, /no field extra at the manifest/],
    [{ models: [...json.models, json.models[0]] }, /each id once, but resight-mini comes twice/],
    [change(0, { id: '../up' }), /at models\[0\]\.id/],
    [change(0, { d: 0 }), /a positive integer at models\[0\]\.d/],
    [change(1, { source: null }), /null exactly for what is built in at models\[1\]\.source/],
    [
      change(1, { source: { host: 'ftp', repository: 'a/b', revision: null } }),
      /one of hub, github at models\[1\]\.source\.host/,
    ],
    [change(1, { source: { host: 'hub', repository: 'a/b', revision: 'main' } }), /models\[1\]\.source\.revision/],
    [change(1, { researchOnly: true }), /text where researchOnly is true at models\[1\]\.warning/],
    [change(1, { defaultDtype: 'q4' }), /a precision that some file has at models\[1\]\.defaultDtype/],
    [change(1, { surprise: true }), /no field surprise at models\[1\]/],
    [change(1, { files: [{ path: '/etc/passwd', megabytes: 1 }] }), /models\[1\]\.files\[0\]\.path/],
    [change(1, { files: [{ path: 'a/../../b', megabytes: 1 }] }), /models\[1\]\.files\[0\]\.path/],
    [change(1, { files: [{ path: 'a', megabytes: 1, sha256: 'beef' }] }), /models\[1\]\.files\[0\]\.sha256/],
  ]
  for (const [value, says] of wrong) {
    assert.throws(
      () => parseManifest(value as Record<string, unknown>, '/m/manifest.json'),
      (error: Error) => {
        assert.match(error.message, says)
        assert.match(error.message, /^\/m\/manifest\.json: expected /)
        return true
      },
    )
  }
})

test('docs/models.md lists the manifest as it is', () => {
  const page = readFileSync(new URL('../../docs/models.md', import.meta.url), 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('| `') && line.split('|').length === 8)
  const expected = readManifest().map(({ id, d, languages, licence, researchOnly, memoryMB, goodFor }) => {
    const terms = `${licence}${researchOnly ? '†' : ''}`
    return `| \`${id}\` | ${d} | ${languages.join(', ')} | ${terms} | ${memoryMB} MB | ${goodFor} |`
  })
  assert.deepEqual(rows, expected)
})
