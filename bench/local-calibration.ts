/**
 * Fits the probabilities of core/rerank/local/calibration.json on photo pairs, and judges open-set answers on sets that
 * the fit did not see: each query set in turn by a fit on the others. Each QUERIES folder has a truth.json
 * (docs/evaluation.md).
 *
 *     node bench/local-calibration.ts DATABASE QUERIES QUERIES … [--xfeat FILE] [--write]
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { loadInstances } from '../core/eval/instances.ts'
import { openDecodePool } from '../core/library/decode/pool.ts'
import { openLocal } from '../core/rerank/local/open-local.ts'
import type { LocalFeatures } from '../core/types.ts'

/** Share of labels taken to be wrong: one mislabelled pair with 200 inliers must not flatten the curve. */
const WRONG_LABELS = 0.002
const THRESHOLD = 0.5
const TABLE = new URL('../core/rerank/local/calibration.json', import.meta.url)

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { xfeat: { type: 'string' }, write: { type: 'boolean', default: false } },
})
const [database, ...querySets] = positionals
if (database === undefined || querySets.length < 2) throw new Error('Name DATABASE and at least two QUERIES folders')

interface Pair {
  readonly inliers: number
  readonly isSame: boolean
}
/** One query: all its pairs, and whether the database holds what it shows. */
interface Judged {
  readonly pairs: readonly Pair[]
  readonly isKnown: boolean
}

const local = await openLocal({ device: 'cpu', xfeatFile: values.xfeat ?? null })
const pool = openDecodePool()
const remembered = new Map<string, LocalFeatures>()
const sets: (readonly Judged[])[] = []
for (const queries of querySets) sets.push(await pairsOf(database, queries))
await pool.close()
await local.dispose()

sets.forEach((set, s) => {
  const curve = fit(sets.filter((_, other) => other !== s).flat())
  console.log(JSON.stringify({ judged: querySets[s], fittedOnOthers: curve, ...judge(set, curve) }))
})
const curve = fit(sets.flat())
const same = sets.flat().reduce((sum, { pairs }) => sum + pairs.filter(({ isSame }) => isSame).length, 0)
const total = sets.flat().reduce((sum, { pairs }) => sum + pairs.length, 0)
const entry = { ...curve, same, different: total - same }
console.log(JSON.stringify({ [local.extractor.name]: entry }))
for (const inliers of [0, 5, 10, 15, 20, 25, 30, 40, 60, 100]) {
  console.log(`${inliers} inliers: ${probability(curve, inliers).toFixed(4)}`)
}
if (values.write) {
  const table = JSON.parse(readFileSync(TABLE, 'utf8')) as Record<string, unknown>
  writeFileSync(TABLE, `${JSON.stringify({ ...table, [local.extractor.name]: entry }, null, 2)}\n`)
}

async function pairsOf(gallery: string, queries: string): Promise<readonly Judged[]> {
  const task = await loadInstances(gallery, queries)
  const photos: LocalFeatures[] = []
  for (const path of task.gallery) photos.push(await featuresOf(path))
  const judged: Judged[] = []
  for (const { parts, relevant } of task.queries) {
    const [part] = parts
    if (part?.kind !== 'file') continue
    const compared = await local.compare(await featuresOf(part.path), photos)
    const pairs = compared.map(({ inliers }, c) => ({ inliers, isSame: relevant.includes(task.gallery[c]!) }))
    judged.push({ pairs, isKnown: relevant.length > 0 })
  }
  return judged
}

async function featuresOf(path: string): Promise<LocalFeatures> {
  const known = remembered.get(path)
  if (known !== undefined) return known
  const request = { path, pixels: local.extractor.pixels, thumbnailPx: null, metadata: false }
  const { pixels, width, height } = await pool.decode(request)
  const region = { x: 0, y: 0, width: 1, height: 1 }
  const features = await local.extractor.extract({ pixels: pixels!, imageSize: { width, height }, region })
  remembered.set(path, features)
  return features
}

interface Curve {
  readonly a: number
  readonly b: number
}

function probability({ a, b }: Curve, inliers: number): number {
  return 1 / (1 + Math.exp(-(a + b * Math.log1p(inliers))))
}

/** Maximum likelihood under a small share of wrong labels, by a search that halves its steps; b stays above 0. */
function fit(judged: readonly Judged[]): Curve {
  const counts = new Map<number, { same: number; different: number }>()
  for (const { inliers, isSame } of judged.flatMap(({ pairs }) => pairs)) {
    const count = counts.get(inliers) ?? { same: 0, different: 0 }
    count[isSame ? 'same' : 'different']++
    counts.set(inliers, count)
  }
  const loss = (at: Curve): number => {
    let sum = 0
    for (const [inliers, count] of counts) {
      const p = WRONG_LABELS + (1 - 2 * WRONG_LABELS) * probability(at, inliers)
      sum -= count.same * Math.log(p) + count.different * Math.log(1 - p)
    }
    return sum
  }
  let best: Curve = { a: -12, b: 4 }
  for (let step = 4; step > 1e-4;) {
    const around = [-1, 0, 1].flatMap((da) =>
      [-1, 0, 1].map((db) => ({ a: best.a + da * step, b: best.b + (db * step) / 3 })),
    )
    const next = around.filter(({ b }) => b > 0).reduce((least, at) => (loss(at) < loss(least) ? at : least), best)
    if (next === best) step /= 2
    best = next
  }
  return { a: Number(best.a.toFixed(3)), b: Number(best.b.toFixed(3)) }
}

/** Open-set answers: the best photo where its probability reaches the threshold, else "not in the database". */
function judge(judged: readonly Judged[], at: Curve) {
  const answers = judged.map(({ pairs, isKnown }) => {
    const best = pairs.reduce((top, pair) => (pair.inliers > top.inliers ? pair : top))
    return { isAnswered: probability(at, best.inliers) >= THRESHOLD, isRight: best.isSame, isKnown }
  })
  const answered = answers.filter(({ isAnswered }) => isAnswered)
  const right = answered.filter(({ isRight }) => isRight).length
  const known = answers.filter(({ isKnown }) => isKnown)
  return {
    queries: answers.length,
    known: known.length,
    recallAt1: known.filter(({ isRight }) => isRight).length / known.length,
    openSet: {
      threshold: THRESHOLD,
      answered: answered.length,
      precision: right / answered.length,
      recall: right / known.length,
    },
  }
}
