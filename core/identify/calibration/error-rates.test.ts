import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { equalErrors, errorsAt, measureErrorCurve, type JudgedPair } from './error-rates.ts'

/** Pairs of each kind in both halves, as a fit that says just `probability` would judge them in all. */
function judged(probabilities: readonly number[], isSame: boolean): readonly JudgedPair[] {
  return probabilities.map((probability, at) => ({
    isSame,
    probability,
    half: at % 2 === 0 ? 0 : 1,
    byHalf: [probability, probability],
  }))
}

/** By the words of the definition: for each fit every threshold is tried, and each held-out pair is looked at. */
function plainErrors(pairs: readonly JudgedPair[], threshold: number) {
  let [falseAccepts, falseRejects] = [0, 0]
  const share = pairs.filter(({ probability }) => probability >= threshold).length / pairs.length
  for (const fit of [0, 1] as const) {
    const taught = pairs.filter(({ half }) => half === fit)
    const accepts = (own: number) => taught.filter(({ byHalf }) => byHalf[fit] >= own).length
    const wanted = share * taught.length
    let best = Infinity
    for (const { byHalf } of taught) {
      const [is, was] = [Math.abs(accepts(byHalf[fit]) - wanted), Math.abs(accepts(best) - wanted)]
      // Of two as near, the one that accepts more.
      if (is < was || (is === was && byHalf[fit] < best)) best = byHalf[fit]
    }
    for (const { half, byHalf, isSame } of pairs) {
      if (half === fit) continue
      const isAccepted = byHalf[fit] >= best
      if (isAccepted && !isSame) falseAccepts++
      if (!isAccepted && isSame) falseRejects++
    }
  }
  return { threshold, falseAccepts, falseRejects }
}

const CHANCE = fc.integer({ min: 0, max: 12 }).map((twelfths) => twelfths / 12)
const PAIRS = fc.array(
  fc.record({
    isSame: fc.boolean(),
    probability: CHANCE,
    half: fc.constantFrom(0 as const, 1 as const),
    byHalf: fc.tuple(CHANCE, CHANCE),
  }),
  // Fewer than fifty: every threshold is kept.
  { minLength: 1, maxLength: 49 },
)

describe('false accepts and false rejects', () => {
  test('are those of a plain count, at every threshold', () => {
    fc.assert(
      fc.property(PAIRS, (pairs) => {
        const curve = measureErrorCurve(pairs)
        for (const { probability } of pairs)
          assert.deepEqual(errorsAt(curve, probability), plainErrors(pairs, probability))
      }),
    )
  })

  test('never fall and never rise as the threshold falls', () => {
    fc.assert(
      fc.property(PAIRS, (pairs) => {
        const { points, same } = measureErrorCurve(pairs)
        for (const [at, point] of points.entries()) {
          const before = points[at - 1] ?? { threshold: Infinity, falseAccepts: 0, falseRejects: same }
          assert.ok(point.threshold < before.threshold)
          assert.ok(point.falseAccepts >= before.falseAccepts && point.falseRejects <= before.falseRejects)
        }
      }),
    )
  })

  test('of two normal distributions two deviations apart, the equal error rate is Φ(−1) = 0.1587', () => {
    let state = 5
    const random = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648
    // Box and Muller 1958
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const logistic = (x: number) => 1 / (1 + Math.exp(-x))
    const curve = measureErrorCurve([
      ...judged(
        Array.from({ length: 4000 }, () => logistic(normal() + 1)),
        true,
      ),
      ...judged(
        Array.from({ length: 40_000 }, () => logistic(normal() - 1)),
        false,
      ),
    ])
    assert.ok(curve.points.length < 1000)
    const equal = equalErrors(curve)!
    assert.ok(Math.abs(equal.falseRejects / 4000 - 0.1587) < 0.012, String(equal.falseRejects))
    assert.ok(Math.abs(equal.falseAccepts / 40_000 - 0.1587) < 0.012, String(equal.falseAccepts))
    assert.ok(Math.abs(equal.threshold - 0.5) < 0.03)
  })

  test('a threshold that neither half can say refuses no more than it does of the whole', () => {
    // 100 pairs of each kind told apart perfectly: all say 101/102 at most, a half no more than 51/52.
    const say = (isSame: boolean): readonly JudgedPair[] =>
      Array.from({ length: 100 }, (_, at) => {
        const [all, some] = isSame ? [101 / 102, 51 / 52] : [1 / 102, 1 / 52]
        return { isSame, probability: all, half: at % 2 === 0 ? 0 : 1, byHalf: [some, some] }
      })
    const curve = measureErrorCurve([...say(true), ...say(false)])
    assert.deepEqual(errorsAt(curve, 101 / 102), { threshold: 101 / 102, falseAccepts: 0, falseRejects: 0 })
    assert.deepEqual(errorsAt(curve, 0.995), { threshold: 0.995, falseAccepts: 0, falseRejects: 100 })
    assert.deepEqual(errorsAt(curve, 0), { threshold: 0, falseAccepts: 100, falseRejects: 0 })
  })

  test('without a pair of each kind there is no equal error rate', () => {
    assert.equal(equalErrors(measureErrorCurve(judged([0.2, 0.4], true))), null)
    assert.deepEqual(measureErrorCurve([]), { same: 0, different: 0, points: [] })
  })
})
