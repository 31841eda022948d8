import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeXFeat, type XFeatMaps } from './xfeat-decode.ts'

const [columns, rows, d] = [4, 3, 2]
const cells = columns * rows

/** Nothing anywhere but in the cells named, each with one sharp bin. */
function maps(sharp: readonly { readonly cell: number; readonly bin: number; readonly logit: number }[]): XFeatMaps {
  const logits = new Float32Array(65 * cells)
  logits.fill(20, 64 * cells)
  for (const { cell, bin, logit } of sharp) logits[bin * cells + cell] = logit
  const descriptors = Float32Array.from({ length: d * cells }, (_, i) => (i < cells ? 3 : 4))
  const places = softmax(logits)
  return { columns, rows, d, descriptors, places, reliability: new Float32Array(cells).fill(0.5) }
}

function softmax(logits: Float32Array): Float32Array {
  return logits.map((logit, at) => {
    let total = 0
    for (let bin = 0; bin < 65; bin++) total += Math.exp(logits[bin * cells + (at % cells)]!)
    return Math.exp(logit) / total
  })
}

const ALL = { threshold: 0.05, limit: 100, isAllowed: () => true }

test('a bin is a pixel of its cell, as strong as its heat times the reliability, with the descriptor there', () => {
  const { n, keypoints, strengths, descriptors } = decodeXFeat(maps([{ cell: 6, bin: 8 * 3 + 5, logit: 40 }]), ALL)
  assert.equal(n, 1)
  assert.deepEqual([...keypoints], [2 * 8 + 5, 8 + 3])
  assert.ok(Math.abs(strengths[0]! - 0.5) < 1e-6)
  assert.ok(Math.abs(descriptors[0]! - 0.6) < 1e-6 && Math.abs(descriptors[1]! - 0.8) < 1e-6)
})

test('of neighbours within two pixels only the stronger is one; weak ones are none', () => {
  const found = decodeXFeat(
    maps([
      { cell: 0, bin: 9, logit: 30 },
      { cell: 0, bin: 11, logit: 29 },
      { cell: 5, bin: 0, logit: 21 },
      { cell: 11, bin: 63, logit: 16 },
    ]),
    ALL,
  )
  // In the very corner most of what reliability is drawn from lies outside, where it is 0: it comes last.
  assert.deepEqual([...found.keypoints], [8, 8, 1, 1])
})

test('the strongest are kept, and none where none may be', () => {
  const sharp = Array.from({ length: cells }, (_, cell) => ({ cell, bin: 27, logit: 20 + cell / 4 }))
  const three = decodeXFeat(maps(sharp), { ...ALL, limit: 3 })
  assert.deepEqual([...three.keypoints], [27, 19, 19, 19, 11, 19])
  const left = decodeXFeat(maps(sharp), { ...ALL, isAllowed: (x) => x < 8 })
  assert.equal(left.n, rows)
})

test('outputs of other sizes are refused', () => {
  const broken = { ...maps([]), reliability: new Float32Array(3) }
  assert.throws(() => decodeXFeat(broken, ALL), { code: 'corrupt' })
})
