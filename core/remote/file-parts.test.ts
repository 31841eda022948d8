import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Query } from '../api.ts'
import { withoutFileParts } from './file-parts.ts'

const REGION = { x: 0, y: 0, width: 0.5, height: 0.5 }
const photoIds = async (paths: readonly string[]) => paths.map((path) => (path === '/photos/a.jpg' ? 7 : null))
const search = (query: Query) => withoutFileParts({ name: 'search', args: [query] }, photoIds)

test('the file of an indexed photo stands for the photo, with all else that the part says', async () => {
  const query: Query = {
    parts: [
      { kind: 'words', words: 'snow' },
      { kind: 'file', path: '/photos/a.jpg', negative: true, weight: 2, region: REGION },
    ],
    k: 5,
  }
  assert.deepEqual(await search(query), [
    {
      parts: [
        { kind: 'words', words: 'snow' },
        { kind: 'photo', photoId: 7, negative: true, weight: 2, region: REGION },
      ],
      k: 5,
    },
  ])
})

test('any other file is refused, wherever a query is answered', async () => {
  const query: Query = { parts: [{ kind: 'file', path: '/etc/passwd' }] }
  await assert.rejects(search(query), { code: 'unsupported', message: /passwd is not a photo of this library/ })
  await assert.rejects(withoutFileParts({ name: 'evidence', args: [query, 1] }, photoIds), { code: 'unsupported' })
})

test('a remembered query keeps its files: nothing is opened', async () => {
  const args = [{ parts: [{ kind: 'file', path: '/elsewhere.jpg' }] }, 'name']
  assert.equal(await withoutFileParts({ name: 'rememberSearch', args }, photoIds), args)
})
