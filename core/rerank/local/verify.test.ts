import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { noise } from '../kernel-cases.ts'
import { descriptors, featuresAt } from './features-for-tests.ts'
import { FeatureProcesses } from './feature-processes.ts'
import { mapPoint, VERIFY, verifyMatches } from './verify.ts'

const processes = new FeatureProcesses(1)
after(() => processes.close())

const TRUE_MODEL = Float64Array.of(0.9, -0.2, 60, 0.25, 1.1, -40, 0.0002, 0.0001, 1)

/** 120 points of which every third goes where it will. */
function scene(map: (x: number, y: number) => readonly [number, number], seed = 5) {
  const next = noise(seed)
  const from = Array.from({ length: 120 }, () => [500 + 450 * next(), 400 + 350 * next()] as const)
  const to = from.map(([x, y], i) => (i % 3 === 2 ? ([500 + 450 * next(), 400 + 350 * next()] as const) : map(x, y)))
  const none = descriptors(120, 4, 1)
  const matches = from.map((_, i) => ({ query: i, candidate: i, similarity: 0.9 - i / 1000, ratio: 0.5 }))
  return { query: featuresAt(from, none), features: featuresAt(to, none), matches }
}

test('the homography of two thirds of the pairs is found, in the photos’ own pixels, with its inliers', async () => {
  const { query, features, matches } = scene((x, y) => mapPoint(TRUE_MODEL, x, y))
  for (const scale of [1, 0.5]) {
    const [found] = await verifyMatches(processes, { ...query, scale }, [{ features: { ...features, scale }, matches }])
    assert.ok(found!.model !== null)
    for (const [x, y] of [
      [100, 100],
      [900, 700],
      [500, 300],
    ] as const) {
      const [u, v] = mapPoint(found!.model, x, y)
      const [expectedU, expectedV] = mapPoint(TRUE_MODEL, x, y)
      assert.ok(Math.hypot(u - expectedU, v - expectedV) < 0.5, `${x}, ${y} at ${scale}`)
    }
    const right = found!.inliers.filter((isInlier, i) => isInlier === (i % 3 !== 2)).length
    assert.ok(right >= 118)
    assert.equal(found!.inlierCount, found!.inliers.filter(Boolean).length)
  }
})

test('the same pairs give the same answer, alone or among others', async () => {
  const { query, features, matches } = scene((x, y) => mapPoint(TRUE_MODEL, x, y))
  const alone = await verifyMatches(processes, query, [{ features, matches }])
  const among = await verifyMatches(processes, query, [
    { features, matches: matches.slice(20) },
    { features, matches },
    { features, matches: [] },
  ])
  assert.deepEqual(among[1], alone[0])
  assert.deepEqual(among[2], { model: null, inliers: [], inlierCount: 0 })
})

test('an affine map is found where an affine map is asked for', async () => {
  const { query, features, matches } = scene((x, y) => [0.5 * x - 0.1 * y + 30, 0.2 * x + 0.7 * y + 5])
  const [found] = await verifyMatches(processes, query, [{ features, matches }], { ...VERIFY, geometry: 'affine' })
  const [u, v] = mapPoint(found!.model!, 400, 300)
  assert.ok(Math.hypot(u - 200, v - 295) < 0.5)
  assert.deepEqual([...found!.model!.slice(6)], [0, 0, 1])
})

test('a mirrored scene is no photo of the same thing', async () => {
  const { query, features, matches } = scene((x, y) => [1000 - x, y])
  const [found] = await verifyMatches(processes, query, [{ features, matches }])
  assert.equal(found!.model, null)
  assert.equal(found!.inlierCount, 0)
})

test('four pairs, which any homography fits, say nothing', async () => {
  const { query, features, matches } = scene((x, y) => [x, y])
  const [found] = await verifyMatches(processes, query, [
    { features, matches: matches.filter((_, i) => i % 3 !== 2).slice(0, 4) },
  ])
  assert.deepEqual(found, { model: null, inliers: [false, false, false, false], inlierCount: 0 })
})

test('a process that takes too long is ended, the next task gets a new one; closing cancels', async () => {
  const impatient = new FeatureProcesses(1, 1)
  const task = { kind: 'estimate', sets: [], settings: { ...VERIFY, threshold: 3 } } as const
  await assert.rejects(impatient.run(task), { code: 'timed-out' })
  await assert.rejects(impatient.run(task), { code: 'timed-out' })
  impatient.close()
  await assert.rejects(impatient.run(task), { code: 'cancelled' })
})
