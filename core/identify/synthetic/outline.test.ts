import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { traceOutline } from './outline.ts'

/** Pixels of a drawing, `#` inside. */
function maskOf(rows: readonly string[]): { mask: Uint8Array; width: number; height: number } {
  return {
    mask: Uint8Array.from(rows.join(''), (sign) => (sign === '#' ? 1 : 0)),
    width: rows[0]!.length,
    height: rows.length,
  }
}

test('goes once around a shape, into its bays, and needs few corners for straight edges', () => {
  const { mask, width, height } = maskOf(['......', '.####.', '.#..#.', '.#..#.', '......'])
  const corners = traceOutline(mask, width, height, 0)
  for (const corner of [
    [1, 1],
    [4, 1],
    [4, 3],
    [1, 3],
  ])
    assert.ok(
      corners.some(([x, y]) => x === corner[0] && y === corner[1]),
      String(corner),
    )
  const box = maskOf(['......', '.####.', '.####.', '.####.', '......'])
  assert.ok(traceOutline(box.mask, width, height, 0.5).length <= 5)
  assert.deepEqual(traceOutline(new Uint8Array(6), 3, 2, 1), [])
})

test('every corner is inside, on the edge, and every pixel of a one-piece shape without holes is within the outline’s box', () => {
  const runs = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 5 })), {
    minLength: 1,
    maxLength: 8,
  })
  fc.assert(
    fc.property(runs, (rows) => {
      // Each row of the shape holds column 6, so that it is one piece.
      const drawn = rows.map(([left, right]) => '.'.repeat(left) + '#'.repeat(6 - left + right) + '.'.repeat(6 - right))
      const { mask, width, height } = maskOf(drawn)
      const corners = traceOutline(mask, width, height, 0)
      const inside = (x: number, y: number) => mask[y * width + x] === 1
      for (const [x, y] of corners) assert.ok(inside(x, y))
      const bounds = (points: readonly (readonly number[])[]) =>
        [0, 1].flatMap((axis) => [Math.min(...points.map((p) => p[axis]!)), Math.max(...points.map((p) => p[axis]!))])
      const all = Array.from(mask, (_, at) => [at % width, Math.floor(at / width)]).filter(([x, y]) => inside(x!, y!))
      assert.deepEqual(bounds(corners), bounds(all))
    }),
  )
})
