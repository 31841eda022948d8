import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { type GridSection, type Layout, justify, rowOf, shownRatio, widthsOf } from './justify.ts'
import { type Move, moved } from './move.ts'

const ratios = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 1, maxLength: 200 })
const layout: fc.Arbitrary<Layout> = fc.record({
  width: fc.integer({ min: 300, max: 2560 }),
  rowHeight: fc.integer({ min: 80, max: 300 }),
  gap: fc.integer({ min: 0, max: 8 }),
})
const whole = (count: number): readonly GridSection[] => [{ label: '', start: 0, count }]

function cut(count: number, every: number): readonly GridSection[] {
  return Array.from({ length: Math.ceil(count / every) }, (_, i) => ({
    label: `section ${i}`,
    start: i * every,
    count: Math.min(every, count - i * every),
  }))
}

test('every photo is in one row, in order, and no row goes across a heading', () => {
  fc.assert(
    fc.property(ratios, layout, fc.integer({ min: 1, max: 50 }), (found, sizes, every) => {
      let next = 0
      let end = 0
      for (const row of justify(found, cut(found.length, every), sizes)) {
        assert.equal(row.start, next)
        if (row.kind === 'heading') end = row.start + row.count
        else {
          assert.ok(row.end > row.start && row.end <= end)
          next = row.end
        }
      }
      assert.equal(next, found.length)
    }),
  )
})

test('rows fill the width, all but the last of a section, and none is wider', () => {
  fc.assert(
    fc.property(ratios, layout, (found, sizes) => {
      const rows = justify(found, whole(found.length), sizes)
      for (const [i, row] of rows.entries()) {
        assert.ok(row.kind === 'photos')
        const filled =
          widthsOf(row, found).reduce((sum, width) => sum + width, 0) + sizes.gap * (row.end - row.start - 1)
        assert.ok(filled <= sizes.width + 0.001)
        if (i < rows.length - 1) assert.ok(filled > sizes.width - 0.001)
      }
    }),
  )
})

test('a full row is near the height asked for', () => {
  const rows = justify(new Array<number>(1000).fill(1.5), whole(1000), { width: 1280, rowHeight: 200, gap: 4 })
  for (const row of rows) assert.ok(row.kind === 'photos' && row.height > 160 && row.height < 260)
})

test('the row of a photo is found, and none where there is no such photo', () => {
  fc.assert(
    fc.property(ratios, layout, fc.integer({ min: 1, max: 20 }), (found, sizes, every) => {
      const rows = justify(found, cut(found.length, every), sizes)
      for (let photo = 0; photo < found.length; photo++) {
        const row = rows[rowOf(rows, photo) ?? NaN]
        assert.ok(row?.kind === 'photos' && row.start <= photo && photo < row.end)
      }
      assert.equal(rowOf(rows, found.length), null)
    }),
  )
})

test('a ratio that is none is that of a square', () => {
  assert.equal(shownRatio(undefined), 1)
  assert.equal(shownRatio(NaN), 1)
})

test('keys stay within the photos, and down then up comes back to the row', () => {
  const moves: readonly Move[] = ['left', 'right', 'up', 'down', 'pageUp', 'pageDown', 'first', 'last']
  fc.assert(
    fc.property(ratios, layout, fc.nat(), fc.constantFrom(...moves), (found, sizes, seed, move) => {
      const rows = justify(found, cut(found.length, 17), sizes)
      const grid = { rows, aspectRatios: found, gap: sizes.gap, page: 3 }
      const from = seed % found.length
      const to = moved(from, move, grid)
      assert.ok(to >= 0 && to < found.length)
      const below = moved(from, 'down', grid)
      if (rowOf(rows, below) !== rowOf(rows, from))
        assert.equal(rowOf(rows, moved(below, 'up', grid)), rowOf(rows, from))
    }),
  )
})
