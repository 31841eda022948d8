import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VIEWPOINTS } from '../../../../core/api/identify.ts'
import { annotateCommand } from './annotate-keys.ts'

const command = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) =>
  annotateCommand({ key, ctrlKey: false, metaKey: false, altKey: false, ...held })

test('digits say from which side, as many as there are sides', () => {
  for (const [at, viewpoint] of VIEWPOINTS.entries())
    assert.deepEqual(command(String(at + 1)), { kind: 'viewpoint', viewpoint })
  assert.equal(command(String(VIEWPOINTS.length + 1)), null)
  assert.deepEqual(command('0'), { kind: 'zoom', step: 0 })
})

test('letters mean the same with the capitals locked', () => {
  assert.deepEqual(command('o'), { kind: 'tool', tool: 'outline' })
  assert.deepEqual(command('O'), command('o'))
  assert.deepEqual(
    [command('q'), command('w')],
    [-1, 1].map((step) => ({ kind: 'quality', step })),
  )
  assert.deepEqual(
    [command('PageUp'), command('PageDown')],
    [-1, 1].map((step) => ({ kind: 'photo', step })),
  )
})

test('of keys with others held down, undo alone is the editor’s', () => {
  assert.deepEqual(command('z', { ctrlKey: true }), { kind: 'undo' })
  assert.deepEqual(command('Z', { metaKey: true }), { kind: 'undo' })
  assert.equal(command('z', { ctrlKey: true, altKey: true }), null)
  assert.equal(command('c', { ctrlKey: true }), null, 'copying')
  assert.equal(command('1', { altKey: true }), null)
})

test('what means nothing here is left to others', () => {
  for (const key of ['z', 'Enter', 'Tab', 'ArrowLeft', ' ', '?', 'constructor', 'toString'])
    assert.equal(command(key), null, key)
})
