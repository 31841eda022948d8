import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ResightError } from '../types.ts'
import { compileExclude } from './exclude.ts'

const cases: readonly (readonly [pattern: string, path: string, excluded: boolean])[] = [
  ['*.png', 'a.png', true],
  ['*.png', 'deep/er/a.png', true],
  ['*.png', 'a.jpg', false],
  ['private', 'private', true],
  ['private', 'x/private/y/a.jpg', true],
  ['private', 'privately/a.jpg', false],
  ['private/', 'private/a.jpg', true],
  ['./private/', 'private/a.jpg', true],
  ['/2019/raw', '2019/raw/a.jpg', true],
  ['2019/raw', 'old/2019/raw/a.jpg', false],
  ['**/exports/*.jpg', 'a/b/exports/c.jpg', true],
  ['**/exports/*.jpg', 'exports/c.jpg', true],
  ['**/exports/*.jpg', 'exports/d/c.jpg', false],
  ['2019/**', '2019/a/b.jpg', true],
  ['2019/**', '2020/a/b.jpg', false],
  ['*', '.hidden/a.jpg', true],
  ['{a,b}/*.jpg', 'b/x.jpg', true],
  ['[', '[', true],
  ['(', 'x/y.jpg', false],
]

for (const [pattern, path, excluded] of cases)
  test(`exclude ${pattern} ${excluded ? 'leaves out' : 'keeps'} ${path}`, () => {
    assert.equal(compileExclude([pattern])(path), excluded)
  })

test('any one pattern is enough and none excludes nothing', () => {
  const isExcluded = compileExclude(['*.gif', 'tmp'])
  assert.deepEqual(['a.gif', 'tmp/a.jpg', 'a.jpg'].map(isExcluded), [true, true, false])
  assert.equal(compileExclude()('a.jpg'), false)
})

test('letter case counts only where it counts for files', () => {
  const foldsCase = process.platform === 'win32' || process.platform === 'darwin'
  assert.equal(compileExclude(['Private'])('private/a.jpg'), foldsCase)
})

for (const pattern of ['', '/', './', 'a\0b', 'x'.repeat(5000), 7 as unknown as string])
  test(`exclude refuses ${JSON.stringify(pattern).slice(0, 20)}`, () => {
    assert.throws(() => compileExclude([pattern]), ResightError)
  })
