import assert from 'node:assert/strict'
import test from 'node:test'
import { heatPixels, summarizeHeat } from './heat.ts'

const MAP = {
  label: 'a boat',
  negative: false,
  region: { x: 0, y: 0, width: 1, height: 1 },
  columns: 3,
  rows: 4,
  similarities: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0.3, 0.4, 0.1],
}

test('the summary says where the answer is, how strong and how large', () => {
  assert.deepEqual(summarizeHeat(MAP), {
    lowest: 0,
    highest: 0.4,
    row: 'bottom',
    column: 'centre',
    strongFraction: 2 / 12,
  })
  assert.equal(summarizeHeat({ ...MAP, columns: 1, rows: 1, similarities: [0.2] }).row, 'middle')
})

test('the strongest cell is the lightest and hides the photo most; an even map does not divide by zero', () => {
  const pixels = heatPixels(MAP)
  const light = (cell: number) => pixels.slice(cell * 4, cell * 4 + 3).reduce((sum, value) => sum + value, 0)
  assert.ok(light(10) > light(9) && light(9) > light(11) && light(11) > light(0))
  assert.equal(pixels[10 * 4 + 3], 255)
  assert.equal(pixels[3], 64)
  assert.ok(heatPixels({ ...MAP, similarities: MAP.similarities.map(() => 0.5) }).every(Number.isFinite))
})
