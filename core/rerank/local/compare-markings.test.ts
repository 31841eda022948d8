import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { blots, descriptors, featuresAt, picture, wholePicture } from './features-for-tests.ts'
import { openLocal } from './open-local.ts'
import { regionCosine, regionVector } from './region-vector.ts'
import { turnPixels } from './turn.ts'
import { mapPoint } from './verify.ts'
import type { Encoder, Pixels } from '../../types.ts'

const local = await openLocal({ device: 'cpu', xfeatFile: null, threads: 2 })
after(() => local.dispose())

/** As if the coat were on a body that bends: rows shift along a wave. */
function bent({ width, height, data }: Pixels): Pixels {
  return picture(width, height, (x, y) => {
    const from = Math.min(width - 1, Math.max(0, Math.round(x + 6 * Math.sin(y / 40))))
    return data[3 * (y * width + from)]!
  })
}

describe('comparing markings', () => {
  test('a coat that bends and is turned is told from others, and its points lie where it lies', async () => {
    const coats = [1, 2, 3].map((seed) => blots(320, 240, seed))
    const features = []
    for (const coat of coats) features.push(await local.extractor.extract(wholePicture(coat)))
    const query = await local.extractor.extract(wholePicture(turnPixels(bent(coats[2]!), 1)))
    const compared = await local.compareMarkings('sift', [query], features)
    const supports = compared.map(({ support }) => support)
    assert.ok(supports[2]! > 3 * Math.max(supports[0]!, supports[1]!), supports.join(' '))
    const { model, matches } = compared[2]!
    // The query is 240 × 320: its upper right corner is the coat's upper left one.
    const [x, y] = mapPoint(model!, 239, 0)
    assert.ok(Math.hypot(x, y) < 25, `${x} ${y}`)
    assert.ok(matches.filter(({ inlier }) => inlier).length >= 20)
  })

  test('of turned copies of the query the one with most support counts', async () => {
    const points = [10, 60, 120, 200].flatMap((x) => [10, 90, 170, 240].map((y) => [x, y] as const))
    const [own, other] = [1, 2].map((seed) => featuresAt(points, descriptors(16, 32, seed)))
    const [compared] = await local.compareMarkings('xfeat', [other!, own!], [own!])
    assert.ok(compared!.support > 12)
    await assert.rejects(local.compareMarkings('xfeat', [], [own!]), { code: 'invalid-argument' })
  })

  test('nothing in a region agrees with nothing', async () => {
    const [none, some] = [featuresAt([], descriptors(0, 32, 1)), featuresAt([[1, 1]], descriptors(1, 32, 1))]
    const compared = await local.compareMarkings('sift', [none], [none, some])
    assert.deepEqual(
      compared.map(({ support, model }) => [support, model]),
      [
        [0, null],
        [0, null],
      ],
    )
  })
})

test('the vector of a region does not see what is outside its outline', async () => {
  const seen: Pixels[] = []
  const encoder = {
    space: { id: 'test' },
    pixels: { resize: { kind: 'exact' }, cropPx: { width: 4, height: 4 }, kernel: 'linear' },
    encodeImages: async ([pixels]: readonly Pixels[]) => {
      seen.push(pixels!)
      return { globals: { n: 1, d: 2, data: Float32Array.of(0.6, 0.8) }, tokens: null }
    },
  } as unknown as Encoder
  const finder = regionVector(encoder)
  const polygon = [
    [0, 0],
    [0.5, 0],
    [0.5, 1],
    [0, 1],
  ] as const
  const features = await finder.extract({ ...wholePicture(picture(4, 4, () => 9)), polygon })
  assert.deepEqual([...seen[0]!.data.subarray(0, 12)], [9, 9, 9, 9, 9, 9, 128, 128, 128, 128, 128, 128])
  assert.deepEqual([...features.keypoints], [1.5, 1.5])
  assert.ok(Math.abs(regionCosine(features, features) - 1) < 0.01)
  assert.throws(() => regionCosine(features, featuresAt([[0, 0]], descriptors(1, 3, 1))), { code: 'invalid-argument' })
})
