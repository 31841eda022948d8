import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { COCO_CLASSES, isAnimal } from './coco.ts'
import type { Detection } from './detector.ts'
import { decodeYolox, intersectionOverUnion, suppress } from './yolox-decode.ts'
import { decodeReference } from './yolox-decode.reference.ts'
import { letterbox } from './yolox.ts'

const CELLS = 52 * 52 + 26 * 26 + 13 * 13
const WHOLE = { width: 416, height: 416 }

/** Candidates somewhere, on an output that says nothing else. */
const candidate = fc.record({
  cell: fc.nat(CELLS - 1),
  kind: fc.nat(COCO_CLASSES.length - 1),
  objectness: fc.float({ min: 0, max: 1, noNaN: true }),
  probability: fc.float({ min: 0, max: 1, noNaN: true }),
  shape: fc.tuple(...[-2, -2, -1, -1].map((min) => fc.float({ min, max: 3, noNaN: true }))),
})

test('boxes, classes and confidences are those of a plain reading of the authors’ decoding', () => {
  fc.assert(
    fc.property(fc.uniqueArray(candidate, { maxLength: 20, selector: ({ cell }) => cell }), (candidates) => {
      const output = new Float32Array(CELLS * 85)
      for (const { cell, kind, objectness, probability, shape } of candidates) {
        output.set([...shape, objectness], cell * 85)
        output[cell * 85 + 5 + kind] = probability
      }
      const found = decodeYolox(output, { ...WHOLE, threshold: 0.05, overlap: 1 })
      const wanted = decodeReference(output).filter(({ box, confidence }) => {
        const across = Math.min(416, box.x + box.width) - Math.max(0, box.x)
        return confidence >= 0.05 && across >= 1 && Math.min(416, box.y + box.height) - Math.max(0, box.y) >= 1
      })
      assert.equal(found.length, wanted.length)
      const sorted = [...wanted].sort((a, b) => b.confidence - a.confidence)
      found.forEach(({ confidence }, i) => assert.ok(Math.abs(confidence - sorted[i]!.confidence) < 1e-6))
      for (const { box, kind, confidence } of wanted) {
        const [left, top] = [Math.max(0, box.x), Math.max(0, box.y)]
        const right = Math.min(416, box.x + box.width)
        const same = found.filter(
          (one) =>
            one.label === COCO_CLASSES[kind] &&
            Math.abs(one.confidence - confidence) < 1e-6 &&
            Math.abs(one.box.x * 416 - left) < 1e-3 &&
            Math.abs(one.box.y * 416 - top) < 1e-3 &&
            Math.abs((one.box.x + one.box.width) * 416 - right) < 1e-3,
        )
        assert.ok(same.length >= 1)
      }
    }),
    { numRuns: 30 },
  )
})

test('a box is in fractions of the picture, not of the letterbox, and ends where the picture does', () => {
  const output = new Float32Array(CELLS * 85)
  // Centre (104, 52), 208 × 104 px: cell (13, 6) of stride 8.
  output.set([0, 0.5, Math.log(26), Math.log(13), 1], (6 * 52 + 13) * 85)
  output[(6 * 52 + 13) * 85 + 5 + COCO_CLASSES.indexOf('cow')] = 0.5
  const [found] = decodeYolox(output, { width: 208, height: 80, threshold: 0.1, overlap: 0.45 })
  assert.equal(found!.label, 'cow')
  assert.ok(Math.abs(found!.confidence - 0.5) < 1e-6)
  assert.deepEqual(
    Object.values(found!.box).map((value) => Math.round(value * 1e4) / 1e4),
    [0, 0, 1, 1],
  )
  assert.throws(() => decodeYolox(new Float32Array(85), { ...WHOLE, threshold: 0.1, overlap: 0.45 }), {
    code: 'corrupt',
  })
})

test('what is not a number is no animal', () => {
  const output = new Float32Array(CELLS * 85).fill(Number.NaN)
  assert.deepEqual(decodeYolox(output, { ...WHOLE, threshold: 0.05, overlap: 0.45 }), [])
})

test('of overlapping boxes of a kind the most confident stays, and all animals are one kind', () => {
  const side = fc.float({ min: Math.fround(0.05), max: Math.fround(0.5), noNaN: true })
  const box = fc.record({ x: side, y: side, width: side, height: side })
  const detections = fc.array(
    fc.record({ box, label: fc.constantFrom('cow', 'bird', 'boat', 'person'), confidence: side }),
    { maxLength: 25 },
  )
  const isKind = (a: Detection, b: Detection) => a.label === b.label || (isAnimal(a.label) && isAnimal(b.label))
  fc.assert(
    fc.property(detections, (found) => {
      const kept = suppress(found, 0.45)
      kept.forEach((one, i) => {
        for (const other of kept.slice(i + 1)) {
          assert.ok(!isKind(one, other) || intersectionOverUnion(one.box, other.box) <= 0.45)
        }
      })
      for (const gone of found.filter((one) => !kept.includes(one))) {
        const better = kept.some(
          (one) =>
            isKind(one, gone) && one.confidence >= gone.confidence && intersectionOverUnion(one.box, gone.box) > 0.45,
        )
        assert.ok(better)
      }
    }),
  )
})

test('the letterbox holds the picture in its corner, blue first, and grey around', () => {
  const data = Uint8Array.from([1, 2, 3, 4, 5, 6])
  const { data: tensor, dims } = letterbox({ width: 1, height: 2, data })
  const at = (channel: number, row: number, column: number) => tensor[(channel * 416 + row) * 416 + column]
  assert.deepEqual(dims, [1, 3, 416, 416])
  assert.deepEqual([at(0, 0, 0), at(1, 0, 0), at(2, 0, 0), at(0, 1, 0), at(2, 1, 0)], [3, 2, 1, 6, 4])
  assert.deepEqual([at(0, 0, 1), at(1, 2, 0), at(2, 415, 415)], [114, 114, 114])
  assert.throws(() => letterbox({ width: 417, height: 1, data: new Uint8Array(417 * 3) }), { code: 'invalid-argument' })
})
