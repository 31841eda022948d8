import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { openEngine } from '../engine.ts'
import type { MatchableAnnotation } from '../identify/candidates/matcher.ts'
import { makePopulation, type SyntheticPhoto } from '../identify/synthetic/population.ts'
import { comparingOnce, shortlisting } from './identify-eval-matchers.ts'
import { openIdentifyMatcher, type OpenIdentifyMatcher } from './identify-eval.ts'

// The machine's own models must not decide which extractors are tested.
delete process.env['RESIGHT_MODELS']
const root = mkdtempSync(join(tmpdir(), 'resight-matcher-'))
const library = join(root, 'library')
let made: readonly SyntheticPhoto[] = []
let opened: OpenIdentifyMatcher
let annotations: readonly MatchableAnnotation[] = []

before(async () => {
  made = await makePopulation(join(root, 'photos'), { seed: 4, individuals: 3, photos: 2, places: 2 })
  const engine = await openEngine({ library, device: 'cpu' })
  await engine.add({ folders: [join(root, 'photos')] })
  await engine.close()
  opened = await openIdentifyMatcher(library, 'cpu', { extractors: 'all' })
  annotations = made.map(({ file, outline }) =>
    opened.annotationOf(join(root, 'photos', file), { kind: 'polygon', points: outline })!,
  )
})
after(async () => {
  await opened.close()
  rmSync(root, { recursive: true, force: true })
})

describe("photo-ID's matcher", () => {
  test('finds each animal by its coat, by the markings of the extractor that is always there', async () => {
    const [sift] = opened.matcher.extractors
    assert.match(sift!, /^rootsift-1@.*\/similarity-1$/)
    for (const [at, query] of annotations.entries()) {
      const others = annotations.filter((other) => other !== query)
      const comparisons = await opened.matcher.compare(query, others, [sift!])
      assert.ok(comparisons.every(({ similarities }) => Object.keys(similarities).length === 1))
      const best = comparisons.reduce((a, b) => (b.similarities[sift!]! > a.similarities[sift!]! ? b : a))
      const found = annotations.findIndex(({ annotationId }) => annotationId === best.annotationId)
      assert.equal(made[found]!.individual, made[at]!.individual)
    }
  })

  test('names one similarity an extractor, and refuses an extractor that it has not', async () => {
    const [query, ...others] = annotations
    const [comparison] = await opened.matcher.compare(query!, others.slice(0, 1), [])
    assert.deepEqual(Object.keys(comparison!.similarities), opened.matcher.extractors)
    assert.equal(opened.matcher.extractors.at(-1), opened.matcher.shortlistBy)
    await assert.rejects(opened.matcher.compare(query!, others, ['orb@1']), { code: 'invalid-argument' })
    await assert.rejects(openIdentifyMatcher(library, 'cpu', { extractors: ['orb'] }), { code: 'invalid-argument' })
  })

  test('shows the points that speak for a pair, in fractions, and where one picture lies on the other', async () => {
    const [query] = annotations
    const twin = annotations[made.findIndex(({ individual }, at) => at > 0 && individual === made[0]!.individual)]!
    const [points] = await opened.matcher.explain(query!, twin)
    const inliers = points!.isInlier.filter(Boolean).length
    assert.ok(inliers >= 5)
    assert.ok([...points!.points0, ...points!.points1].flat().every((value) => value >= 0 && value <= 1))
    const [h, [x, y]] = [points!.homography!, points!.points0[points!.isInlier.indexOf(true)]!]
    const [u, v] = points!.points1[points!.isInlier.indexOf(true)]!
    assert.ok(Math.hypot(h[0]! * x + h[1]! * y + h[2]! - u, h[3]! * x + h[4]! * y + h[5]! - v) < 0.1)
  })

  test('a shortlist is the start of its cheap order, and is all that is compared', async () => {
    const [query, ...others] = annotations
    const order = await opened.matcher.shortlist!(query!, others, others.length)
    assert.deepEqual(new Set(order), new Set(others.map(({ annotationId }) => annotationId)))
    const compared = await shortlisting(opened.matcher, 2).compare(query!, others, [opened.matcher.shortlistBy!])
    assert.deepEqual(new Set(compared.map(({ annotationId }) => annotationId)), new Set(order.slice(0, 2)))
  })

  test('what is compared one way is not compared again the other', async () => {
    let asked = 0
    const counting = {
      ...opened.matcher,
      compare: async (_: MatchableAnnotation, candidates: readonly MatchableAnnotation[]) => {
        asked += candidates.length
        return candidates.map(({ annotationId }) => ({ annotationId, similarities: { table: asked } }))
      },
    }
    const once = comparingOnce(counting)
    const [a, b, c] = annotations
    const first = await once.compare(a!, [b!, c!], [])
    const back = await once.compare(b!, [a!, c!], [])
    assert.equal(asked, 3)
    assert.equal(back[0]!.similarities['table'], first[0]!.similarities['table'])
  })
})
