import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wilsonInterval } from './wilson.ts'

// statsmodels: proportion_confint(count, n, method='wilson')
test('Wilson’s interval, at the end and symmetric about the middle', () => {
  const { low, high } = wilsonInterval(1, 10)
  assert.ok(Math.abs(low - 0.7224672001371107) < 1e-9)
  assert.ok(Math.abs(high - 1) < 1e-12)
  const half = wilsonInterval(0.5, 8)
  assert.ok(Math.abs(half.low + half.high - 1) < 1e-12 && half.low > 0.2 && half.low < 0.25)
})
