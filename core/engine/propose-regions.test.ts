import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import sharp from 'sharp'
import { BUILT_IN_FOLDER } from '../encoders/models-folders.ts'
import { openEncoder } from '../encoders/registry.ts'
import { closeCatalogue, openCatalogue } from '../library/catalogue/catalogue.ts'
import { openDecodePool } from '../library/decode/pool.ts'
import { cornersOf, polygonArea } from '../regions/polygon.ts'
import { DATA } from '../../tests/fixtures/data.ts'
import { findModelFile } from './model-file.ts'
import { regionProposerOf } from './propose-regions.ts'

const root = mkdtempSync(join(tmpdir(), 'resight-regions-'))
const catalogue = openCatalogue(join(root, 'library'))
const pool = openDecodePool({ workers: 1 })
const installed = [process.env['RESIGHT_MODELS'] ?? join(DATA, '..', 'models'), BUILT_IN_FOLDER]
const stages = { catalogue, device: () => 'cpu' as const, openPool: () => Promise.resolve(pool) }
const bare = regionProposerOf({ ...stages, modelsFolders: [BUILT_IN_FOLDER] })
const proposer = regionProposerOf({ ...stages, modelsFolders: installed })
after(async () => {
  await bare.close()
  await proposer.close()
  await pool.close()
  closeCatalogue(catalogue)
  rmSync(root, { recursive: true, force: true })
})

test('without a detector the whole photo is proposed, and a click still outlines what is there', async () => {
  const path = join(root, 'spot.png')
  const svg =
    '<svg width="300" height="200"><rect width="300" height="200" fill="#8a9a70"/><ellipse cx="150" cy="100" rx="40" ry="25" fill="#703010"/></svg>'
  await sharp(Buffer.from(svg)).png().toFile(path)
  const [whole] = await bare.propose(path)
  assert.deepEqual(whole!.region, { kind: 'box', x: 0, y: 0, width: 1, height: 1 })
  assert.match(whole!.drawnBy, /no detector is installed/)
  const { region } = await bare.regionAt(path, 0.5, 0.5)
  assert.ok(Math.abs(polygonArea(cornersOf(region)) - (Math.PI * 40 * 25) / 60_000) < 0.02)
  const same = await bare.refine(path, whole!.region, [{ x: 0.5, y: 0.5, kind: 'animal' }])
  assert.ok(Math.abs(polygonArea(cornersOf(same.region)) - (Math.PI * 40 * 25) / 60_000) < 0.02)
})

test('what is no photo is refused with its name, and a cancelled proposal ends', async () => {
  const path = join(root, 'broken.jpg')
  writeFileSync(path, 'no picture')
  await assert.rejects(bare.regionAt(path, 0.5, 0.5), { message: /broken\.jpg/ })
  const spot = join(root, 'spot.png')
  await assert.rejects(bare.regionAt(spot, 0.5, 0.5, AbortSignal.abort()), { code: 'cancelled' })
  const whole = { kind: 'box', x: 0, y: 0, width: 1, height: 1 } as const
  const clicks = [{ x: 0.5, y: 0.5, kind: 'animal' }] as const
  await assert.rejects(bare.refine(spot, whole, clicks, AbortSignal.abort()), { code: 'cancelled' })
})

test('the detector is taken where the models folder holds the whole of it; it answers no searches', async () => {
  const models = join(root, 'models')
  mkdirSync(models)
  assert.equal(findModelFile('detector', 'yolox', [models]), null)
  writeFileSync(join(models, 'yolox_nano.onnx'), 'a part')
  assert.equal(findModelFile('detector', 'yolox', [models]), null)
  await assert.rejects(openEncoder('yolox-nano', { device: 'cpu', modelsFolders: [models] }), {
    code: 'unsupported',
    message: /finds animals and answers no searches/,
  })
})

const animals = join(DATA, 'animals')
const skip = !existsSync(animals)
  ? `no photos of animals in ${animals}`
  : findModelFile('detector', 'yolox', installed) === null && `no yolox-nano in ${installed[0]!}`

test('seals and antelopes, of which the detector knows neither, are outlined', { skip }, async () => {
  for (const set of ['seals', 'nyala']) {
    const folder = join(animals, set)
    const individuals = readdirSync(folder).sort().slice(0, 3)
    for (const individual of individuals) {
      const [name] = readdirSync(join(folder, individual)).sort()
      const proposed = await proposer.propose(join(folder, individual, name!))
      const { region, quality, drawnBy } = proposed[0]!
      assert.ok(quality !== null && quality > 0 && quality <= 1, name)
      assert.match(drawnBy, /^yolox-nano/)
      const corners = cornersOf(region)
      assert.ok(corners.length <= 60 && corners.flat().every((value) => value >= 0 && value <= 1), name)
      const area = polygonArea(corners)
      assert.ok(area > 0.005 && area < 0.9, `${name}: ${area}`)
    }
  }
})
