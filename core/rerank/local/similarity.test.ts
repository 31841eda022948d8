import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { noise } from '../kernel-cases.ts'
import { agreeOnSimilarity, type WeightedPairs } from './similarity.ts'
import { mapPoint } from './verify.ts'

const THRESHOLD = 20

/** `right` pairs under one similarity, off by up to `offPx`, then `wrong` ones anywhere. */
function planted(seed: number, right: number, wrong: number, model: Float64Array, offPx = 0): WeightedPairs {
  const next = noise(seed)
  const within = () => 300 + 300 * next()
  const from = Float32Array.from({ length: 2 * (right + wrong) }, within)
  const to = Float32Array.from({ length: right + wrong }, (_, i) => i).reduce<number[]>((points, i) => {
    const [x, y] = mapPoint(model, from[2 * i]!, from[2 * i + 1]!)
    return [...points, ...(i < right ? [x + offPx * next(), y + offPx * next()] : [within(), within()])]
  }, [])
  return { from, to: Float32Array.from(to), weights: new Float32Array(right + wrong).fill(0.5) }
}

function similarity(angle: number, scale: number, x: number, y: number): Float64Array {
  const [a, b] = [scale * Math.cos(angle), scale * Math.sin(angle)]
  return Float64Array.of(a, -b, x, b, a, y, 0, 0, 1)
}

/** The definition: Σ weight · (1 − (error / threshold)²) over what is nearer than the threshold. */
function supportByDefinition({ from, to, weights }: WeightedPairs, model: Float64Array): number {
  return [...weights].reduce((sum, weight, i) => {
    const [x, y] = mapPoint(model, from[2 * i]!, from[2 * i + 1]!)
    return sum + weight * Math.max(0, 1 - ((x - to[2 * i]!) ** 2 + (y - to[2 * i + 1]!) ** 2) / THRESHOLD ** 2)
  }, 0)
}

const TRANSFORMS = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  angle: fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
  scale: fc.double({ min: 0.4, max: 2.5, noNaN: true }),
  shift: fc.tuple(fc.integer({ min: -200, max: 200 }), fc.integer({ min: -200, max: 200 })),
})

describe('the similarity transform that pairs agree on', () => {
  test('is found, whichever way and size, among as many pairs that are wrong', () => {
    fc.assert(
      fc.property(TRANSFORMS, ({ seed, angle, scale, shift }) => {
        const model = similarity(angle, scale, ...shift)
        const found = agreeOnSimilarity(planted(seed, 12, 12, model), THRESHOLD)
        assert.ok(found.inliers.slice(0, 12).every(Boolean))
        // Chance puts some wrong pairs within 20 px too, and they pull a little.
        for (const at of [100, 500]) {
          const [expected, actual] = [mapPoint(model, at, at), mapPoint(found.model!, at, at)]
          assert.ok(Math.hypot(expected[0] - actual[0], expected[1] - actual[1]) < THRESHOLD)
        }
      }),
      { numRuns: 60, seed: 7 },
    )
  })

  test('its support is what the definition gives, and no less than the planted transform has', () => {
    fc.assert(
      fc.property(TRANSFORMS, ({ seed, angle, scale, shift }) => {
        const model = similarity(angle, scale, ...shift)
        const pairs = planted(seed, 15, 10, model)
        const found = agreeOnSimilarity(pairs, THRESHOLD)
        assert.ok(Math.abs(found.support - supportByDefinition(pairs, found.model!)) < 1e-3)
        assert.ok(found.support >= supportByDefinition(pairs, model) - 1e-2)
      }),
      { numRuns: 60, seed: 7 },
    )
  })

  test('bears what bends: pairs that are off by less than the threshold all agree', () => {
    const found = agreeOnSimilarity(planted(3, 20, 0, similarity(0.3, 1.2, 10, -5), 6), THRESHOLD)
    assert.equal(found.inliers.filter(Boolean).length, 20)
    assert.ok(found.support > 0.7 * 20 * 0.5)
  })

  test('heavier pairs win over more of them', () => {
    const [few, many] = [planted(5, 6, 0, similarity(0, 1, 0, 0)), planted(6, 8, 0, similarity(Math.PI / 2, 1, 600, 0))]
    const pairs = {
      from: Float32Array.of(...few.from, ...many.from),
      to: Float32Array.of(...few.to, ...many.to),
      weights: Float32Array.of(...few.weights.map(() => 0.9), ...many.weights.map(() => 0.1)),
    }
    const { inliers } = agreeOnSimilarity(pairs, THRESHOLD)
    assert.ok(inliers.slice(0, 6).every(Boolean))
    assert.ok(inliers.slice(6).filter(Boolean).length < 4)
  })

  test('one pair, none, and pairs in one spot agree on nothing; a mirrored picture does not agree', () => {
    const none = { support: 0, model: null }
    for (const m of [0, 1])
      assert.deepEqual(agreeOnSimilarity(planted(1, m, 0, similarity(0, 1, 0, 0)), THRESHOLD), {
        ...none,
        inliers: new Array<boolean>(m).fill(false),
      })
    const spot = { from: new Float32Array(8), to: new Float32Array(8), weights: new Float32Array(4).fill(1) }
    assert.equal(agreeOnSimilarity(spot, THRESHOLD).model, null)
    const mirrored = planted(9, 20, 0, Float64Array.of(-1, 0, 600, 0, 1, 0, 0, 0, 1))
    assert.ok(agreeOnSimilarity(mirrored, THRESHOLD).inliers.filter(Boolean).length < 10)
  })
})
