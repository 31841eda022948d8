import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import sharp from 'sharp'
import type { Query } from '../api.ts'
import { BUILT_IN_FOLDER } from '../encoders/models-folders.ts'
import { openEngine } from '../engine.ts'
import { openCatalogue, closeCatalogue } from '../library/catalogue/catalogue.ts'
import { findPhotoByPath } from '../library/catalogue/photos.ts'
import { openDecodePool } from '../library/decode/pool.ts'
import type { DecodeRequest } from '../library/decoded.ts'
import { blots } from '../rerank/local/features-for-tests.ts'
import { turnPixels } from '../rerank/local/turn.ts'
import type { Pixels } from '../types.ts'
import { findXFeat, localFeaturesOf } from './local-features.ts'
import { openUploads } from './uploads.ts'

// The machine's own models must not decide which extractor is tested.
delete process.env['RESIGHT_MODELS']
const root = mkdtempSync(join(tmpdir(), 'resight-local-'))
after(() => rmSync(root, { recursive: true, force: true }))

async function write(name: string, { width, height, data }: Pixels): Promise<string> {
  const path = join(root, name)
  await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(path)
  return path
}

/** The scene in the middle of a wider one. */
function hung(scene: Pixels, seed: number): Pixels {
  const wall = blots(480, 400, seed)
  for (let y = 0; y < scene.height; y++) {
    const row = scene.data.subarray(3 * y * scene.width, 3 * (y + 1) * scene.width)
    wall.data.set(row, 3 * ((y + 70) * wall.width + 90))
  }
  return wall
}

test('photos are reranked by matching points, which are shown as evidence and found once', async () => {
  const scenes = [1, 2, 3, 4, 5].map((seed) => blots(300, 240, seed))
  mkdirSync(join(root, 'photos'))
  const paths = await Promise.all(scenes.map((scene, i) => write(`photos/${i}.png`, scene)))
  const query = await write('query.png', turnPixels(hung(scenes[3]!, 99), 1))
  const library = join(root, 'library')
  const engine = await openEngine({ library, device: 'cpu' })
  try {
    await engine.add({ folders: [join(root, 'photos')] })
    const ask: Query = { parts: [{ kind: 'file', path: query }], rerank: 'local' }
    const answer = await engine.search(ask)
    assert.equal(answer.results[0]!.path, paths[3])
    assert.ok(answer.results[0]!.similarity > 0.9 && answer.results[1]!.similarity < 0.5)
    const again = await engine.search(ask)
    assert.deepEqual(again.results, answer.results)

    const { photoId } = answer.results[0]!
    const { matches } = await engine.evidence(ask, photoId)
    const [shown] = matches!
    assert.deepEqual(shown!.querySize, { width: 400, height: 480 })
    assert.equal(answer.results[0]!.parts.matchedPoints, shown!.inliers)
    assert.ok(shown!.inliers >= 20 && shown!.probability === answer.results[0]!.similarity)
    // The scene's corner 0, 0 was hung at 90, 70 of a wall 400 px high that was then turned clockwise.
    const [a, b, c, d, e, f, g, h, i] = shown!.homography!
    const [x, y] = [399 - 70, 90]
    const w = g! * x + h! * y + i!
    assert.ok(Math.hypot((a! * x + b! * y + c!) / w, (d! * x + e! * y + f!) / w) < 3)
    for (const { query: from, photo } of shown!.matches.filter(({ inlier }) => inlier)) {
      assert.ok(from[0] >= 0 && from[0] < 400 && photo[1] >= 0 && photo[1] < 240)
    }

    const words = await engine.search({ parts: [{ kind: 'words', words: 'a dog' }], rerank: 'local' })
    assert.match(words.hints.join(' '), /needs a picture/)
    assert.ok(words.results.every(({ parts }) => parts.reranked === null))
    assert.equal((await engine.evidence({ ...ask, rerank: 'none' }, photoId)).matches, undefined)
  } finally {
    await engine.close()
  }
  const catalogue = openCatalogue(library)
  const rows = catalogue.database.all('SELECT photo FROM local_features')
  closeCatalogue(catalogue)
  assert.equal(rows.length, paths.length)
})

test('what several extractors look for in a photo is found in one reading of it', async () => {
  mkdirSync(join(root, 'one'))
  const path = await write('one/read-once.png', blots(120, 90, 8))
  const library = join(root, 'read-once')
  const engine = await openEngine({ library, device: 'cpu' })
  await engine.add({ folders: [join(root, 'one')] })
  await engine.close()
  const catalogue = openCatalogue(library)
  const pool = openDecodePool({ workers: 1 })
  const decoded: string[] = []
  const openPool = () =>
    Promise.resolve({
      ...pool,
      decode: (request: DecodeRequest, signal?: AbortSignal) => {
        decoded.push(JSON.stringify(request.pixels))
        return pool.decode(request, signal)
      },
    })
  const uploads = openUploads(library, openPool)
  const local = localFeaturesOf({ catalogue, modelsFolders: [], device: () => 'cpu', openPool, uploads })
  try {
    const { extractor } = await local.open()
    const small = { ...extractor, pixels: { ...extractor.pixels, cropPx: { width: 64, height: 64 } } }
    const finders = ['a', 'b', 'c'].map((id) => ({ ...(id === 'c' ? small : extractor), id }))
    const photos = [{ photoId: findPhotoByPath(catalogue, path)!, region: null }]
    const [a, b, c] = await local.ofPhotos(photos, { finders })
    assert.equal(new Set(decoded).size, 2)
    assert.equal(decoded.length, 2)
    assert.deepEqual(a, b)
    assert.ok(a![0]!.strengths.length > c![0]!.strengths.length)
    // One that is new looks alone; what the others found is kept.
    await local.ofPhotos(photos, { finders: [...finders, { ...extractor, id: 'd' }] })
    assert.equal(decoded.length, 3)
  } finally {
    await local.close()
    await pool.close()
    closeCatalogue(catalogue)
  }
})

test('XFeat is taken where the models folder holds the whole of it', () => {
  const models = join(root, 'models')
  assert.equal(findXFeat([models]), null)
  const file = join(root, 'xfeat.onnx')
  writeFileSync(file, 'cut off')
  assert.equal(findXFeat([root]), null)
  assert.ok(!existsSync(join(BUILT_IN_FOLDER, 'xfeat.onnx')))
})
