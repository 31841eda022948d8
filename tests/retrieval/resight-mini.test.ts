import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import sharp from 'sharp'
import { openResightMini } from '../../core/encoders/resight-mini.ts'
import type { Encoder, Pixels } from '../../core/types.ts'

const DATA = resolve(process.env.RESIGHT_DATA ?? join(import.meta.dirname, '../../../shared/data'))
const MODEL = join(import.meta.dirname, '../../models/resight-mini')

/**
 * A little below what version `dual2` measures with the first caption of each photo: recall@1 0.205, recall@10 0.625,
 * zero-shot 0.939. (All five captions, as in models/resight-mini.md, give 0.220 and 0.638.)
 */
const FLOORS = { recallAt1: 0.19, recallAt10: 0.61, zeroShot: 0.92 } as const

const dev = join(DATA, 'captions/flickr8k-dev')
test('words find their photo among 1,000', { skip: missing(dev) }, async () => {
  const captions = JSON.parse(readFileSync(join(dev, 'captions.json'), 'utf8')) as Record<string, readonly string[]>
  const files = Object.keys(captions).sort()
  const encoder = await openResightMini(MODEL, { device: 'cpu' })
  const photos = await encodePhotos(
    encoder,
    files.map((file) => join(dev, file)),
  )
  const words = await encodeWords(
    encoder,
    files.map((file) => (captions[file] as readonly string[])[0] as string),
  )
  await encoder.dispose()
  const ranks = words.map((vector, i) => {
    const similarities = photos.map((photo) => dot(photo, vector))
    const own = similarities[i] as number
    return similarities.filter((similarity) => similarity > own).length
  })
  const recall = (k: number): number => ranks.filter((rank) => rank < k).length / ranks.length
  assert.ok(recall(10) >= FLOORS.recallAt10, `recall@10 ${recall(10)}`)
  assert.ok(recall(1) >= FLOORS.recallAt1, `recall@1 ${recall(1)}`)
})

const pacs = join(DATA, 'domains/pacs/photo')
test('the name of a thing finds photos of it', { skip: missing(pacs) }, async () => {
  const classes = ['dog', 'elephant', 'giraffe', 'guitar', 'horse', 'house', 'person']
  const encoder = await openResightMini(MODEL, { device: 'cpu' })
  const words = await encodeWords(
    encoder,
    classes.map((name) => `a photo of a ${name}`),
  )
  let right = 0
  let all = 0
  for (const [c, name] of classes.entries()) {
    const files = readdirSync(join(pacs, name)).map((file) => join(pacs, name, file))
    for (const photo of await encodePhotos(encoder, files)) {
      const similarities = words.map((vector) => dot(photo, vector))
      if (similarities.indexOf(Math.max(...similarities)) === c) right++
      all++
    }
  }
  await encoder.dispose()
  assert.ok(right / all >= FLOORS.zeroShot, `${right} of ${all} photos`)
})

function missing(folder: string): string | false {
  return existsSync(folder) ? false : `${folder} is not on this machine (RESIGHT_DATA)`
}

async function encodePhotos(encoder: Encoder, files: readonly string[]): Promise<readonly Float32Array[]> {
  const out: Float32Array[] = []
  for (const file of files) out.push((await encoder.encodeImages([await decode(encoder, file)])).globals.data)
  return out
}

/** As the app prepares pictures: the whole photo, squashed. */
async function decode(encoder: Encoder, file: string): Promise<Pixels> {
  const { cropPx, kernel } = encoder.pixels
  assert.equal(kernel, 'cubic')
  const resize = { ...cropPx, fit: 'fill', kernel } as const
  const data = await sharp(file).removeAlpha().toColourspace('srgb').resize(resize).raw().toBuffer()
  return { ...cropPx, data: new Uint8Array(data) }
}

async function encodeWords(encoder: Encoder, texts: readonly string[]): Promise<readonly Float32Array[]> {
  // One by one: in a batch all would be padded to the longest.
  const out: Float32Array[] = []
  for (const text of texts) out.push((await encoder.encodeTexts([text])).data)
  return out
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}
