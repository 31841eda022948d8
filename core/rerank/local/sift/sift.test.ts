import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createSession } from '../../../runtime/create-session.ts'
import { fileURLToPath } from 'node:url'
import type { LocalFeatures, Pixels } from '../../../types.ts'
import { MATCH_SETTINGS } from '../compare.ts'
import { blots, picture, wholePicture } from '../features-for-tests.ts'
import { keypointMask } from '../mask.ts'
import { matchFeatures } from '../match.ts'
import { placeFeatures } from '../place.ts'
import { turnPixels, unturnPixel } from '../turn.ts'
import { detectSift } from './detect.ts'

const SETTINGS = { threshold: 0.008, limit: 400 }
const session = await createSession(fileURLToPath(new URL('../../graphs/match.onnx', import.meta.url)), {
  device: 'cpu',
})
after(() => session.release())

const SCENE = blots(320, 240)

function featuresOf(pixels: Pixels): LocalFeatures {
  return placeFeatures(detectSift(pixels, null, SETTINGS), wholePicture(pixels), 0)
}

/** The share of matches that lie within 2 px of where they should. */
async function rightShare(other: Pixels, place: (x: number, y: number) => readonly [number, number]) {
  const [a, b] = [featuresOf(SCENE), featuresOf(other)]
  const [matches] = await matchFeatures(session, a.descriptors, [b.descriptors], MATCH_SETTINGS.sift)
  const right = matches!.filter(({ query, candidate }) => {
    const [x, y] = place(b.keypoints[2 * candidate]!, b.keypoints[2 * candidate + 1]!)
    return Math.hypot(x - a.keypoints[2 * query]!, y - a.keypoints[2 * query + 1]!) < 2
  })
  return { share: right.length / matches!.length, count: right.length }
}

test('a picture turned by a quarter gives the same points', async () => {
  const { share, count } = await rightShare(turnPixels(SCENE, 1), (x, y) => unturnPixel(x, y, SCENE, 1))
  assert.ok(share > 0.95 && count > 60, `${share} of ${count}`)
})

test('and so does one of half the size, turned by 30 degrees and half as bright', async () => {
  const [cos, sin] = [Math.cos(Math.PI / 6) * 1.5, Math.sin(Math.PI / 6) * 1.5]
  const place = (x: number, y: number) =>
    [160 + cos * (x - 160) - sin * (y - 120), 120 + sin * (x - 160) + cos * (y - 120)] as const
  const other = picture(320, 240, (x, y) => {
    const [u, v] = place(x, y)
    const [left, top] = [Math.floor(u), Math.floor(v)]
    if (left < 0 || top < 0 || left >= 319 || top >= 239) return 60
    const at = (dx: number, dy: number): number => SCENE.data[3 * ((top + dy) * 320 + left + dx)]!
    const [fx, fy] = [u - left, v - top]
    return (
      (at(0, 0) * (1 - fx) * (1 - fy) + at(1, 0) * fx * (1 - fy) + at(0, 1) * (1 - fx) * fy + at(1, 1) * fx * fy) / 2
    )
  })
  const { share, count } = await rightShare(other, place)
  assert.ok(share > 0.85 && count > 25, `${share} of ${count}`)
})

test('keypoints lie inside the mask, strongest first, with descriptors of length 1', () => {
  const mask = keypointMask({
    ...wholePicture(SCENE),
    polygon: [
      [0.1, 0.1],
      [0.9, 0.2],
      [0.5, 0.9],
    ],
  })!
  const { n, keypoints, strengths, descriptors } = detectSift(SCENE, mask, SETTINGS)
  assert.ok(n > 20)
  for (let i = 0; i < n; i++) {
    assert.equal(mask[Math.round(keypoints[2 * i + 1]!) * 320 + Math.round(keypoints[2 * i]!)], 255)
    assert.ok(i === 0 || strengths[i]! <= strengths[i - 1]!)
    assert.ok(Math.abs(Math.hypot(...descriptors.subarray(i * 128, (i + 1) * 128)) - 1) < 1e-5)
  }
})

test('a picture without anything to see, or of a single pixel, gives none', () => {
  assert.equal(
    detectSift(
      picture(64, 48, () => 128),
      null,
      SETTINGS,
    ).n,
    0,
  )
  assert.equal(
    detectSift(
      picture(1, 1, () => 128),
      null,
      SETTINGS,
    ).n,
    0,
  )
  assert.equal(
    detectSift(
      picture(640, 3, (x) => x % 256),
      null,
      SETTINGS,
    ).n,
    0,
  )
})
