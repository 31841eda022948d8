import assert from 'node:assert/strict'
import test from 'node:test'
import { type Change, fitView, isLarger } from '../zoom/zoom.ts'
import { createPairView } from './pair-view.ts'

/** A stage as the hook keeps it, without a page. */
function stageOf(width: number, height: number) {
  const sizes = { stage: { width: 400, height: 300 }, photo: { width, height }, pixelRatio: 1 }
  let view = fitView(sizes)
  return {
    view: () => view,
    change: (next: Change) => (view = next(view, sizes)),
    showFirst: () => (view = fitView(sizes)),
    isLarger: () => isLarger(view, sizes),
  }
}

test('locked, both pictures grow alike whatever their sizes; unlocked, the one that was touched', () => {
  const pair = createPairView()
  const [left, right] = [stageOf(4000, 3000), stageOf(1200, 1600)]
  pair.join(left)
  const leave = pair.join(right)
  const [atLeft, atRight] = [left.view().scale, right.view().scale]
  pair.zoomBy(3)
  assert.ok(Math.abs(left.view().scale / atLeft - 3) < 1e-9)
  assert.ok(Math.abs(right.view().scale / atRight - 3) < 1e-9)
  assert.ok(pair.isLarger())

  pair.setLocked(false)
  pair.change(right, (view) => view)
  pair.fit()
  assert.equal(right.view().scale, atRight)
  assert.ok(left.view().scale > atLeft)
  assert.ok(!pair.isLarger())

  leave()
  pair.fit()
  assert.equal(left.view().scale, atLeft)
})

test('stepping through the matches begins at the first, or the last, and goes round', () => {
  const pair = createPairView()
  const focused = () => pair.state.getState().focused
  pair.step(1, 0)
  assert.equal(focused(), null)
  pair.step(1, 3)
  assert.equal(focused(), 0)
  pair.step(-1, 3)
  assert.equal(focused(), 2)
  pair.step(1, 3)
  assert.equal(focused(), 0)
  pair.focus(null)
  pair.step(-1, 3)
  assert.equal(focused(), 2)
})
