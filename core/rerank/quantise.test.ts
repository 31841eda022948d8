import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dequantiseTokens, quantiseTokens } from './quantise.ts'

test('by hand: the largest magnitude becomes 127', () => {
  const set = quantiseTokens({ n: 2, d: 3, data: Float32Array.of(1, -0.5, 0, 0, 0, 0) })
  assert.deepEqual([...set.data], [127, -63, 0, 0, 0, 0])
  assert.deepEqual([...set.scales], [Math.fround(1 / 127), 1])
})

test('every component comes back within half a step, whatever its size', () => {
  const component = fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e30), max: Math.fround(1e30) })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.array(component, { minLength: 1, maxLength: 40 }), (n, row) => {
      const data = Float32Array.from(
        { length: n * row.length },
        (_, i) => row[i % row.length]! / (1 + Math.floor(i / row.length)),
      )
      const set = quantiseTokens({ n, d: row.length, data })
      const back = dequantiseTokens(set)
      data.forEach((value, i) => {
        const scale = set.scales[Math.floor(i / row.length)]!
        assert.ok(scale > 0 && Math.abs(set.data[i]!) <= 127)
        // Numbers so small that their 127th part loses float32's precision may be off by a step of it more.
        const slack = 1e-5 * Math.abs(value) + 200 * 2 ** -149
        assert.ok(Math.abs(back.data[i]! - value) <= scale / 2 + slack || (scale === 1 && Math.abs(value) < 1e-40))
      })
    }),
    { seed: 7 },
  )
})

test('a number that is not finite is refused by name', () => {
  for (const value of [NaN, Infinity, -Infinity]) {
    assert.throws(() => quantiseTokens({ n: 2, d: 2, data: Float32Array.of(1, 1, 1, value) }), {
      code: 'invalid-argument',
      message: /component 1 of token 1/,
    })
  }
})
