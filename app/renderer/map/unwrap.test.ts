import assert from 'node:assert/strict'
import test from 'node:test'
import { unwrapRing } from './unwrap.ts'

test('a ring across the 180th meridian goes on beyond it and comes back', () => {
  const ring = [
    [179, -16],
    [-179, -16],
    [-179, -17],
    [179, -17],
    [179, -16],
  ]
  assert.deepEqual(unwrapRing(ring), [
    [179, -16],
    [181, -16],
    [181, -17],
    [179, -17],
    [179, -16],
  ])
})

test('the edge of the map at a pole stays, and so does a ring that crosses nothing', () => {
  const pole = [
    [-180, -89.9],
    [180, -89.9],
    [180, -84],
    [-180, -84],
  ]
  assert.deepEqual(unwrapRing(pole), pole)
  const plain = [
    [0, 0],
    [170, 0],
    [0, 10],
  ]
  assert.deepEqual(unwrapRing(plain), plain)
})
