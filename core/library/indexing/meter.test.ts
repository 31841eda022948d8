import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Progress } from '../../api.ts'
import { Meter } from './meter.ts'

function run(total: number | null, steps: readonly (readonly [ms: number, done: number])[]): readonly Progress[] {
  const seen: Progress[] = []
  let now = 5000
  const meter = new Meter(
    'encode',
    total,
    (progress) => seen.push(progress),
    () => now,
  )
  for (const [ms, done] of steps) {
    now += ms
    meter.add(done, 0, 'x')
  }
  meter.end()
  return seen
}

test('at most five reports a second, and always a first and a last', () => {
  const seen = run(1000, Array(1000).fill([1, 1]))
  assert.equal(seen.length, 1 + 5 + 1)
  assert.deepEqual([seen[0]?.done, seen.at(-1)?.done], [0, 1000])
})

test('a steady pace gives that rate and the time left', () => {
  const seen = run(1000, Array(100).fill([250, 5]))
  assert.ok(seen.slice(1, -1).every(({ ratePerSecond }) => Math.abs(ratePerSecond - 20) < 1e-9))
  assert.equal(Math.round(seen.at(-1)?.secondsLeft ?? -1), 25)
})

test('the rate follows a change within seconds, not at once', () => {
  const steps = Array.from({ length: 80 }, (_, i) => [250, i < 40 ? 10 : 1] as const)
  const rates = run(10_000, steps).map(({ ratePerSecond }) => ratePerSecond)
  const justAfter = rates[42] ?? 0
  assert.ok(justAfter > 30 && justAfter < 40, String(justAfter))
  assert.ok(Math.abs((rates.at(-1) ?? 0) - 4) < 8)
})

test('nothing is promised before anything is done, nor without a total', () => {
  assert.equal(run(10, [])[0]?.secondsLeft, null)
  assert.ok(run(null, Array(20).fill([250, 5])).every(({ secondsLeft }) => secondsLeft === null))
})
