import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  applyCalibration,
  fitCalibration,
  fitCalibrations,
  fuseProbability,
  meanOf,
  type Calibration,
  type LabelledPair,
} from './calibrate.ts'
import { readCalibrationFile, writeCalibrationFile, type CalibrationSet } from './calibration-file.ts'
import { evaluateIsotonic, fitIsotonic } from './isotonic.ts'
import { fitOpenSetRule, judgeOpenSet, wilsonLower } from './open-set.ts'
import { evaluatePchip, fitPchip } from './pchip.ts'
import { measureReliability } from './reliability.ts'

function near(actual: number, expected: number, tolerance = 1e-12): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not near ${expected}`)
}

/** Pairs whose true P(same) at similarity s is the logistic of (s − 30) / 6; s is uniform in 0 … 60. */
function syntheticPairs(count: number, seed: number): readonly LabelledPair[] {
  let state = seed
  const random = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648
  return Array.from({ length: count }, () => {
    const similarity = random() * 60
    return { similarity, isSame: random() < 1 / (1 + Math.exp(-(similarity - 30) / 6)) }
  })
}

describe('isotonic regression and PCHIP', () => {
  // scikit-learn 1.x: IsotonicRegression(out_of_bounds='clip').fit(x, y).X_thresholds_, y_thresholds_
  test('breakpoints are those of scikit-learn', () => {
    const x = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3.5, 8, 7]
    const y = [0, 0, 1, 0, 1, 1, 1, 0, 1, 0, 1, 1]
    const { positions, values } = fitIsotonic(x, y)
    assert.deepEqual(positions, [1, 2, 3.5, 4, 6, 7, 9])
    for (const [at, expected] of [0, 1 / 3, 1 / 3, 0.75, 0.75, 1, 1].entries()) near(values[at]!, expected)
  })

  // SciPy: PchipInterpolator(x, y)(q)
  test('interpolated values are those of SciPy', () => {
    const curve = fitPchip([0, 1, 2.5, 4, 7, 7.5, 10], [0, 0, 0.2, 0.9, 0.9, 0.95, 1])
    const expected = [
      [0.5, 0],
      [1.7, 0.053879835390946505],
      [2.2, 0.13937777777777785],
      [3.9, 0.8923720164609055],
      [5, 0.9],
      [7.2, 0.9157217391304349],
      [8.8, 0.988219547826087],
      [9.9, 0.9999166608695652],
    ] as const
    for (const [x, y] of expected) near(evaluatePchip(curve, x), y)
  })

  test('no other non-decreasing function is closer (against every two-step one)', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 1 }))
    const levels = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 0, max: 8 }),
        levels,
        (...all) => {
          const [points, cut, [a, b]] = all
          const fit = fitIsotonic(
            points.map(([x]) => x),
            points.map(([, y]) => y),
          )
          const loss = (f: (x: number) => number) => points.reduce((sum, [x, y]) => sum + (f(x) - y) ** 2, 0)
          const [low, high] = [Math.min(a, b), Math.max(a, b)]
          assert.ok(loss((x) => evaluateIsotonic(fit, x)) <= loss((x) => (x < cut ? low : high)) + 1e-9)
        },
      ),
    )
  })
})

describe('calibration', () => {
  test('never falls, stays in [0, 1], and ties stay ties', () => {
    const pair = fc.record({ similarity: fc.double({ min: -5, max: 400, noNaN: true }), isSame: fc.boolean() })
    fc.assert(
      fc.property(
        fc.array(pair, { minLength: 2, maxLength: 60 }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        (list, x) => {
          fc.pre(list.some(({ isSame }) => isSame) && list.some(({ isSame }) => !isSame))
          const calibration = fitCalibration(list)
          let before = 0
          for (let step = -10; step < 60; step++) {
            const probability = applyCalibration(calibration, x + step * 7)
            assert.ok(probability >= before - 1e-12 && probability <= 1)
            before = probability
          }
        },
      ),
    )
  })

  test('similarities that differ by next to nothing are ties', () => {
    const calibration = fitCalibration([
      { similarity: 1e-255, isSame: true },
      { similarity: 0, isSame: false },
      { similarity: 0, isSame: false },
    ])
    assert.equal(applyCalibration(calibration, 0), applyCalibration(calibration, 1e-255))
    assert.ok(Math.abs(applyCalibration(calibration, 1) - 1 / 3) < 1e-9)
  })

  test('on fresh pairs the error is small once there are enough, and falls with their number', () => {
    const fresh = syntheticPairs(20_000, 99)
    const errors = [50, 200, 2000].map((count) => {
      const calibration = fitCalibration(syntheticPairs(count, 7))
      const forecasts = fresh.map(({ similarity, isSame }) => ({
        probability: applyCalibration(calibration, similarity),
        isSame,
      }))
      return measureReliability(forecasts).ece
    })
    assert.ok(errors[2]! < 0.03, String(errors))
    assert.ok(errors[2]! < errors[0]!, String(errors))
  })

  test('without both kinds, or with what is no number, it says so', () => {
    assert.throws(() => fitCalibration([{ similarity: 1, isSame: true }]), /confirmed and denied/)
    assert.throws(() => fitCalibration([{ similarity: NaN, isSame: true }]), /finite/)
  })

  test('fusing is the mean of those calibrated', () => {
    const calibration = fitCalibration(syntheticPairs(500, 3))
    const calibrations = new Map([
      ['a', calibration],
      ['b', calibration],
    ])
    const alone = applyCalibration(calibration, 35)
    near(fuseProbability(calibrations, { a: 35, b: 35, unknown: 900 })!, alone)
    near(fuseProbability(calibrations, { a: 35, b: 20 })!, (alone + applyCalibration(calibration, 20)) / 2)
    assert.equal(fuseProbability(calibrations, { unknown: 900 }), null)
  })

  test('the mean of several has a curve of its own: those that agree are surer, and a weak one holds nothing down', () => {
    let state = 4
    const random = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648
    const compared = Array.from({ length: 3000 }, () => {
      const isSame = random() < 0.3
      const strong = random() * 40 + (isSame ? 25 : 0)
      return {
        similarities: { strong, good: random() * 50 + (isSame ? 20 : 0), weak: random() * 50 + (isSame ? 3 : 0) },
        isSame,
      }
    })
    const [taught, fresh] = [compared.slice(0, 2000), compared.slice(2000)]
    const fitted = fitCalibrations(['strong', 'good', 'weak'], taught)
    assert.equal(fitted.size, 3 + 4)
    assert.ok(fitted.has(meanOf(['weak', 'strong', 'good'])))
    const error = (calibrations: ReadonlyMap<string, Calibration>) =>
      measureReliability(
        fresh.map(({ similarities, isSame }) => ({
          probability: fuseProbability(calibrations, similarities)!,
          isSame,
        })),
      ).ece
    const withoutMeans = new Map([...fitted].filter(([name]) => !name.startsWith('mean(')))
    assert.ok(
      error(fitted) < 0.04 && error(fitted) < error(withoutMeans) / 2,
      `${error(fitted)} ${error(withoutMeans)}`,
    )
    assert.ok(fuseProbability(fitted, { strong: 60, good: 60, weak: 10 })! > 0.9)
    // An extractor that has not compared a pair takes no part, and the others' mean has its curve too.
    const two = { strong: 30, good: 30 }
    const mean = (applyCalibration(fitted.get('strong')!, 30) + applyCalibration(fitted.get('good')!, 30)) / 2
    near(fuseProbability(fitted, two)!, applyCalibration(fitted.get(meanOf(['strong', 'good']))!, mean))
    assert.deepEqual([...fitCalibrations(['absent'], taught).keys()], [])
  })

  test('a file gives back the same probabilities; a hostile one is refused', () => {
    const calibration = fitCalibration(syntheticPairs(300, 5))
    const set: CalibrationSet = {
      kind: 'generic',
      origin: 'synthetic',
      fittedAt: '2026-05-01T10:00:00Z',
      extractors: new Map([['xfeat@1', calibration]]),
    }
    const text = writeCalibrationFile(set)
    const back = readCalibrationFile(text, 'generic.json').extractors.get('xfeat@1')!
    for (let s = -5; s < 70; s++) assert.equal(applyCalibration(back, s), applyCalibration(calibration, s))
    for (const broken of ['', '{}', text.replace('"positions": [', '"positions": [1e9,'), text.replace('300', '-1')])
      assert.throws(() => readCalibrationFile(broken, 'generic.json'), /generic\.json is not a calibration/)
  })
})

describe('reliability and the open-set rule', () => {
  test('ECE of what is said rightly is 0, of what is said wrongly is the gap', () => {
    const say = (probability: number, same: number, count: number) =>
      Array.from({ length: count }, (_, at) => ({ probability, isSame: at < same }))
    near(measureReliability([...say(0.25, 1, 4), ...say(0.75, 3, 4)]).ece, 0)
    near(measureReliability(say(0.95, 5, 10)).ece, 0.45)
    assert.equal(measureReliability(say(1, 1, 1)).bins.at(-1)?.count, 1)
  })

  test('the lowest threshold that reaches the target is taken; else the most precise', () => {
    const query = (topProbability: number, isRight: boolean, isKnown = true) => ({ topProbability, isRight, isKnown })
    const queries = [
      query(0.9, true),
      query(0.8, true),
      query(0.7, true),
      query(0.6, false, false),
      query(0.5, true),
      query(0.4, false),
    ]
    assert.deepEqual([fitOpenSetRule(queries, 0.99)?.threshold, fitOpenSetRule(queries, 0.99)?.recall], [0.7, 3 / 5])
    assert.equal(fitOpenSetRule(queries, 0.8)?.threshold, 0.5)
    assert.equal(fitOpenSetRule([query(0.9, false), query(0.5, true)], 0.99)?.reachesTarget, false)
    assert.equal(fitOpenSetRule([], 0.9), null)
    const tied = [query(0.9, true), query(0.5, true), query(0.5, false)]
    assert.equal(fitOpenSetRule(tied, 0.99)?.threshold, 0.9)
  })

  test('weights make queries as frequent as they are expected to come', () => {
    const query = (topProbability: number, isRight: boolean, weight: number) => ({
      topProbability,
      isRight,
      isKnown: isRight,
      weight,
    })
    const rule = fitOpenSetRule([query(0.9, true, 3), query(0.9, false, 1)], 0.75)!
    assert.deepEqual([rule.precision, rule.recall, rule.reachesTarget], [0.75, 1, true])
    // As good as (3 + 1)² / (3² + 1²) = 1.6 answers.
    near(rule.precisionLower, wilsonLower(1.2, 1.6))
    assert.deepEqual(judgeOpenSet([query(0.9, true, 3), query(0.5, false, 1)], 0.6), { precision: 1, recall: 1 })
    assert.deepEqual(judgeOpenSet([query(0.9, false, 3)], 0.95), { precision: 1, recall: 0 })
    const said = [
      { probability: 0.95, isSame: true, weight: 3 },
      { probability: 0.95, isSame: false, weight: 1 },
    ]
    near(measureReliability(said).ece, 0.2)
  })

  // Wilson score interval, statsmodels proportion_confint(count, n, method='wilson')
  test('Wilson’s bound', () => {
    near(wilsonLower(10, 10), 0.7224672001371107, 1e-9)
    assert.equal(wilsonLower(0, 5), 0)
  })
})
