import assert from 'node:assert/strict'
import test from 'node:test'
import { clickMeaning } from './click-meaning.ts'

const left = { annotationId: 'left', region: { kind: 'box', x: 0.1, y: 0.1, width: 0.3, height: 0.8 } } as const
const right = { annotationId: 'right', region: { kind: 'box', x: 0.6, y: 0.1, width: 0.3, height: 0.8 } } as const
const whole = { annotationId: 'whole', region: { kind: 'box', x: 0, y: 0, width: 1, height: 1 } } as const
const on = (annotations: readonly (typeof left | typeof right | typeof whole)[], selected: string | null = null) => ({
  annotations,
  selected,
  isAdding: false,
})

test('on a photo without outlines a click finds the animal, in the annotation that is the whole photo', () => {
  assert.deepEqual(clickMeaning(on([]), [0.5, 0.5], 'animal'), { kind: 'find', into: null })
  assert.deepEqual(clickMeaning(on([whole], 'whole'), [0.5, 0.5], 'animal'), { kind: 'find', into: 'whole' })
})

test('with an outline selected, clicks within it and beside it correct it', () => {
  for (const place of [
    [0.2, 0.2],
    [0.5, 0.5],
  ] as const)
    assert.deepEqual(clickMeaning(on([left, right], 'left'), place, 'animal'), { kind: 'refine', of: 'left' })
  assert.deepEqual(clickMeaning(on([left], 'left'), [0.2, 0.2], 'background'), { kind: 'refine', of: 'left' })
})

test('a click on another outline selects it', () => {
  assert.deepEqual(clickMeaning(on([left, right], 'left'), [0.7, 0.5], 'animal'), {
    kind: 'select',
    annotationId: 'right',
  })
  assert.deepEqual(clickMeaning(on([left, right]), [0.7, 0.5], 'animal'), { kind: 'select', annotationId: 'right' })
})

test('another animal is found wherever it is; nothing is cut from a whole photo', () => {
  const adding = { ...on([left, right], 'left'), isAdding: true }
  assert.deepEqual(clickMeaning(adding, [0.2, 0.2], 'animal'), { kind: 'find', into: null })
  assert.deepEqual(clickMeaning(on([whole], 'whole'), [0.5, 0.5], 'background'), { kind: 'nothing' })
  assert.deepEqual(clickMeaning(on([left]), [0.2, 0.2], 'background'), { kind: 'nothing' })
})
