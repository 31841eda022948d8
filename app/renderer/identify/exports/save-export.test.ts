import assert from 'node:assert/strict'
import test from 'node:test'
import { fileName } from './save-export.ts'

test('the file’s name is what the answer says, whatever its letters', () => {
  assert.equal(fileName('attachment; filename="spotted.inp"'), 'spotted.inp')
  assert.equal(fileName("attachment; filename*=UTF-8''Gr%C3%BCn.csv"), 'Grün.csv')
  assert.equal(fileName('attachment; filename="Gr?n.csv"; filename*=UTF-8\'\'Gr%C3%BCn.csv'), 'Grün.csv')
  assert.equal(fileName('attachment'), '')
})
