import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { DecodePool } from '../library/decoded.ts'
import type { Encoder, PixelSpec } from '../types.ts'
import { queryPhotoEncoder } from './encode-query-photo.ts'

const folder = mkdtempSync(join(tmpdir(), 'resight-query-photo-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const CROP: PixelSpec = {
  resize: { kind: 'shortest', edgePx: 256 },
  cropPx: { width: 224, height: 224 },
  kernel: 'cubic',
}
const SQUASH: PixelSpec = { resize: { kind: 'exact' }, cropPx: { width: 224, height: 224 }, kernel: 'cubic' }

/** Says that every photo is of the given size, and counts. */
function countingPool(width: number, height: number): DecodePool & { readonly paths: string[] } {
  const paths: string[] = []
  return {
    workers: 1,
    paths,
    hash: () => assert.fail('not needed'),
    close: () => Promise.resolve(),
    decode: async ({ path }) => {
      paths.push(path)
      const pixels = { width: 1, height: 1, data: new Uint8Array(3) }
      const size = { bytes: 1, width, height }
      return {
        contentHash: '',
        format: 'jpeg',
        pixels,
        thumbnail: null,
        dhash: '',
        metadata: null,
        warning: null,
        ...size,
      }
    },
  }
}

function encoder(pixels: PixelSpec, space: string, tokens: Encoder['tokens']): Encoder {
  return {
    id: 'test',
    d: 2,
    space: { id: space, model: 'test', dtype: '', preprocessing: '', runtime: '', d: 2 },
    pixels,
    tokens,
    device: 'cpu',
    encodeImages: async () => ({
      globals: { n: 1, d: 2, data: Float32Array.of(1, 0) },
      tokens:
        tokens === null
          ? null
          : [{ n: tokens.count, d: 2, data: new Float32Array(tokens.count * 2).fill(Math.SQRT1_2) }],
    }),
    encodeTexts: () => assert.fail('not needed'),
    dispose: () => Promise.resolve(),
  }
}
const GRID = { count: 6, rows: 2, columns: 3 }

test('the grid covers the whole photo where the encoder squashes, its centre where it crops', async () => {
  const pool = countingPool(400, 200)
  const photos = queryPhotoEncoder(async () => pool)
  const whole = await photos.tokenGrid(encoder(SQUASH, 'squash', GRID), '/a.jpg')
  assert.deepEqual(whole?.region, { x: 0, y: 0, width: 1, height: 1 })
  assert.deepEqual([whole.rows, whole.columns, whole.tokens.n], [2, 3, 6])
  // 224 of 256 of the short side, 200: 175 px both ways, in the middle up to the pixel.
  const cropped = await photos.tokenGrid(encoder(CROP, 'crop', GRID), '/a.jpg')
  assert.deepEqual(cropped?.region, { x: 112 / 400, y: 12 / 200, width: 175 / 400, height: 175 / 200 })
  assert.equal(await photos.tokenGrid(encoder(SQUASH, 'plain', null), '/a.jpg'), null)
})

test('a photo is decoded once for a space and region, and again when its file has changed', async () => {
  const pool = countingPool(400, 200)
  const photos = queryPhotoEncoder(async () => pool)
  const path = join(folder, 'a.jpg')
  writeFileSync(path, 'one')
  const [one, other] = [encoder(SQUASH, 'one', GRID), encoder(SQUASH, 'other', null)]
  const region = { x: 0, y: 0, width: 0.5, height: 1 }
  const count = async (work: () => Promise<unknown>): Promise<number> => {
    const known = pool.paths.length
    await work()
    return pool.paths.length - known
  }
  assert.equal(await count(() => Promise.all([photos.encode(one, path), photos.encode(one, path)])), 1)
  assert.equal(await count(() => photos.encode(one, path, { x: 0, y: 0, width: 1, height: 1 })), 0)
  assert.equal(await count(() => photos.encode(one, path, region)), 1)
  assert.equal(await count(() => photos.encode(one, path, { ...region })), 0)
  assert.equal(await count(() => photos.encode(other, path)), 1)
  utimesSync(path, 1000, 1000)
  assert.equal(await count(() => photos.encode(one, path)), 1)
  const kept = () => photos.encodeKept(one, 'hash', async () => path, region)
  assert.equal(await count(kept), 1)
  assert.equal(await count(() => photos.encodeKept(one, 'hash', () => assert.fail('asked for'), { ...region })), 0)
  const { tokens } = await photos.encode(one, path)
  assert.equal(tokens?.n, 6)
  assert.equal((await photos.encode(other, path)).tokens, null)
})
