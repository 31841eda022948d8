import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LocalFeatures } from '../../types.ts'
import type { Catalogue } from './catalogue.ts'
import { addPhoto, withCatalogue } from './fixture.ts'
import { rememberFolder } from './folders.ts'
import { readLocalFeatures, writeLocalFeatures, type FeatureKey } from './local-features.ts'

const WHOLE: FeatureKey = { extractor: 'points@1', region: null }
const BOX: FeatureKey = { extractor: 'points@1', region: { x: 0.25, y: 0, width: 0.5, height: 1 } }

function features(n: number, seed: number): LocalFeatures {
  const d = 8
  return {
    imageSize: { width: 4000, height: 3000 },
    scale: 0.16,
    keypoints: Float32Array.from({ length: 2 * n }, (_, i) => (i * 977 + seed * 13) % 2999),
    strengths: Float32Array.from({ length: n }, (_, i) => 1 - i / (n + 1)),
    descriptors: {
      k: n,
      d,
      data: Int8Array.from({ length: n * d }, (_, i) => ((i * 31 + seed) % 255) - 127),
      scales: Float32Array.from({ length: n }, (_, i) => (i + 1) / 100),
    },
  }
}

function addPhotos(catalogue: Catalogue, count: number): readonly number[] {
  const folder = rememberFolder(catalogue, '/p').id
  return Array.from({ length: count }, (_, i) => addPhoto(catalogue, folder, `/p/${i}.jpg`, `content ${i}`))
}

test('features come back by photo, extractor and region, their places within a sixteenth of a pixel', () => {
  withCatalogue((catalogue) => {
    const [a, b] = addPhotos(catalogue, 2)
    writeLocalFeatures(catalogue, WHOLE, [{ photoId: a!, features: features(40, 1) }])
    writeLocalFeatures(catalogue, BOX, [{ photoId: a!, features: features(3, 2) }])
    const [ofB, ofA] = readLocalFeatures(catalogue, WHOLE, [b!, a!])
    assert.equal(ofB, null)
    const written = features(40, 1)
    assert.deepEqual(ofA?.descriptors, written.descriptors)
    assert.deepEqual(ofA?.imageSize, written.imageSize)
    assert.equal(ofA?.scale, written.scale)
    written.keypoints.forEach((value, i) => assert.ok(Math.abs(value - ofA.keypoints[i]!) < 1 / 16))
    written.strengths.forEach((value, i) => assert.ok(Math.abs(value - ofA.strengths[i]!) <= 1 / 255))
    assert.equal(readLocalFeatures(catalogue, BOX, [a!])[0]?.descriptors.k, 3)
    assert.equal(readLocalFeatures(catalogue, { ...WHOLE, extractor: 'points@2' }, [a!])[0], null)
  })
})

test('a photo without keypoints is remembered as such, and one that is gone is passed over', () => {
  withCatalogue((catalogue) => {
    const [photoId] = addPhotos(catalogue, 1) as [number]
    writeLocalFeatures(catalogue, WHOLE, [
      { photoId, features: features(0, 1) },
      { photoId: 999, features: features(2, 1) },
    ])
    const [none, gone] = readLocalFeatures(catalogue, WHOLE, [photoId, 999])
    assert.equal(none?.descriptors.k, 0)
    assert.equal(gone, null)
  })
})

test('what does not fit together is called corrupt', () => {
  withCatalogue((catalogue) => {
    const [photoId] = addPhotos(catalogue, 1) as [number]
    for (const damage of [
      "keypoints = x'00'",
      "descriptor_scales = x'00'",
      "descriptors = x'0000000000'",
      'scale = 0',
      'width = 0',
      "descriptor_scales = x'000000000000000000000000'",
    ]) {
      writeLocalFeatures(catalogue, WHOLE, [{ photoId, features: features(3, 1) }])
      catalogue.database.exec(`UPDATE local_features SET ${damage}`)
      assert.throws(() => readLocalFeatures(catalogue, WHOLE, [photoId]), { code: 'corrupt' }, damage)
    }
  })
})
