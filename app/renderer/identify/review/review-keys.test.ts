import assert from 'node:assert/strict'
import test from 'node:test'
import { VERDICTS, VIEWPOINTS } from '../../../../core/api/identify.ts'
import { DECISION_KEYS, commandOf } from './review-keys.ts'

const press = (
  key: string,
  with_: { ctrlKey?: boolean; shiftKey?: boolean; altKey?: boolean; metaKey?: boolean } = {},
) => commandOf({ key, ctrlKey: false, shiftKey: false, altKey: false, metaKey: false, ...with_ })

test('every decision has a key of its own, in either case of letter', () => {
  assert.equal(new Set(Object.values(DECISION_KEYS)).size, VERDICTS.length)
  for (const verdict of VERDICTS) {
    assert.deepEqual(press(DECISION_KEYS[verdict].toLowerCase()), { kind: 'decide', verdict })
    // With caps lock on.
    assert.deepEqual(press(DECISION_KEYS[verdict]), { kind: 'decide', verdict })
  }
})

test('digits give the sides, in the order of the list', () => {
  for (const [at, viewpoint] of VIEWPOINTS.entries())
    assert.deepEqual(press(String(at + 1)), { kind: 'viewpoint', viewpoint })
  assert.equal(press('8'), null)
  assert.deepEqual(press('0'), { kind: 'zoom', step: 0 })
})

test('undo and redo, by one hand or as everywhere', () => {
  assert.deepEqual(press('u'), { kind: 'undo' })
  assert.deepEqual(press('U', { shiftKey: true }), { kind: 'redo' })
  assert.deepEqual(press('z', { ctrlKey: true }), { kind: 'undo' })
  assert.deepEqual(press('z', { metaKey: true }), { kind: 'undo' })
  assert.deepEqual(press('Z', { ctrlKey: true, shiftKey: true }), { kind: 'redo' })
  assert.deepEqual(press('y', { ctrlKey: true }), { kind: 'redo' })
})

test('what the browser or another keyboard needs is left alone', () => {
  for (const key of ['m', 'p', 's', 'c']) {
    assert.equal(press(key, { ctrlKey: true }), null)
    assert.equal(press(key, { altKey: true }), null)
  }
  assert.deepEqual(press('?', { shiftKey: true }), { kind: 'help' })
  assert.equal(press('M', { shiftKey: true }), null, 'a decision is never made by a shortcut half pressed')
})
