import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { captureHistories, type Sighting } from './capture-histories.ts'
import { chapman, schnabel, schnabelOfSums } from './estimates.ts'
import { chiSquareQuantile } from './quantiles.ts'
import { summarisePopulation } from './summary.ts'

function near(actual: number, expected: number, relative = 1e-6): void {
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual} is not near ${expected}`)
}

function seen(individualId: string, at: string | null, encounterId = `${individualId} ${at}`): Sighting {
  return { individualId, encounterId, at, position: null }
}

describe('closed-population estimates', () => {
  // Cottontail rabbits of central Washington: Skalski, Robson and Simmons 1983, as in Pollock et al. 1990.
  test('Chapman: 87 marked, 14 seen, 7 of them marked, gives 164 with a variance of 1283.33', () => {
    const { estimate, standardError, lower, upper } = chapman(87, 14, 7)
    assert.equal(estimate, 164)
    near(standardError! ** 2, 1283.3333333)
    assert.ok(lower > 94 && lower < 164 && upper > 164 && upper - 164 > 164 - lower)
  })

  test('Chapman where everybody was seen twice is exact', () => {
    assert.deepEqual([chapman(9, 9, 9).lower, chapman(9, 9, 9).estimate, chapman(9, 9, 9).upper], [9, 9, 9])
  })

  test('the interval of Chapman holds the truth about as often as it says', () => {
    // A truth of 150, two occasions at p = 0.4, 2,000 times, by a linear congruential generator.
    let seed = 12345
    const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648
    let held = 0
    for (let run = 0; run < 2000; run++) {
      let [n1, n2, m2] = [0, 0, 0]
      for (let animal = 0; animal < 150; animal++) {
        const [first, second] = [random() < 0.4, random() < 0.4]
        n1 += Number(first)
        n2 += Number(second)
        m2 += Number(first && second)
      }
      const { lower, upper } = chapman(n1, n2, m2)
      if (lower <= 150 && upper >= 150) held++
    }
    assert.ok(held / 2000 > 0.92 && held / 2000 < 0.98, `held ${held} of 2000`)
  })

  // Sunfish of Gordy Lake, Gerking 1953, as in Krebs 1999, table 2.1: Σ CM = 10,740, Σ R = 24, N = 447.5. Krebs reads
  // the Poisson limits (310, 720) from Crow and Gardner's table; ours are Garwood's, here by SciPy's chi2.ppf.
  test('Schnabel: sums of 10,740 and 24 recaptures give 447.5', () => {
    const { estimate, lower, upper } = schnabelOfSums(10740, 24, 120)
    assert.equal(estimate, 447.5)
    near(lower, 300.7552687808603)
    near(upper, 698.4342457974744)
  })

  test('Schnabel counts who was known before each occasion, and is silent without a recapture', () => {
    const estimate = schnabel([
      { caught: 10, recaptured: 0 },
      { caught: 8, recaptured: 2 },
      { caught: 6, recaptured: 3 },
    ])
    assert.equal(estimate?.estimate, (8 * 10 + 6 * 16) / 5)
    assert.equal(schnabel([{ caught: 4, recaptured: 0 }]), null)
  })

  test('χ² quantiles are those of SciPy', () => {
    for (const [p, degrees, expected] of [
      [0.025, 2, 0.05063561596857975],
      [0.975, 2, 7.377758908227871],
      [0.975, 50, 71.42019518750642],
      [0.025, 1, 0.0009820691171752555],
      [0.5, 300, 299.3336],
    ] as const)
      near(chiSquareQuantile(p, degrees), expected, 1e-6)
  })

  test('nonsense is refused', () => {
    assert.throws(() => chapman(5, 4, 6), /m2/)
    assert.throws(() => chapman(5.5, 4, 1), /n1/)
  })
})

describe('capture histories', () => {
  const sightings = [
    seen('B', '2026-05-02'),
    seen('A', '2026-05-01T09:00:00'),
    seen('A', '2026-05-01T17:00:00'),
    seen('A', '2026-06-11'),
    seen('C', null),
  ]

  test('days, months and years; a day on which nobody was seen is an occasion; no date, no history', () => {
    const days = captureHistories(sightings, 'day', [{ encounterId: 'x', at: '2026-05-20' }])
    assert.deepEqual(days.occasions, ['2026-05-01', '2026-05-02', '2026-05-20', '2026-06-11'])
    assert.deepEqual(days.histories, [
      { individualId: 'A', captures: [1, 0, 0, 1] },
      { individualId: 'B', captures: [0, 1, 0, 0] },
    ])
    assert.equal(days.undated, 1)
    assert.deepEqual(captureHistories(sightings, 'month').occasions, ['2026-05', '2026-06'])
    assert.deepEqual(captureHistories(sightings, 'year').histories[0]?.captures, [1])
  })

  test('discovery never falls, frequencies count everybody once', () => {
    const sighting = fc.tuple(fc.constantFrom('A', 'B', 'C', 'D', 'E'), fc.integer({ min: 1, max: 9 }))
    fc.assert(
      fc.property(fc.array(sighting, { minLength: 1, maxLength: 40 }), (list) => {
        const histories = captureHistories(
          list.map(([id, day]) => seen(id, `2026-05-0${day}`)),
          'day',
        )
        const { discovery, frequencies, schnabel: estimate } = summarisePopulation(histories)
        const individuals = new Set(list.map(([id]) => id)).size
        assert.equal(discovery.at(-1)?.known, individuals)
        assert.equal(
          frequencies.reduce((sum, entry) => sum + entry.individuals, 0),
          individuals,
        )
        assert.equal(
          frequencies.reduce((sum, entry) => sum + entry.individuals * entry.captures, 0),
          new Set(list.map(([id, day]) => `${id}${day}`)).size,
        )
        assert.ok(estimate === null || (estimate.lower <= estimate.upper && estimate.upper >= individuals))
      }),
    )
  })
})
