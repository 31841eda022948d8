import assert from 'node:assert/strict'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { SearchAnswer } from '../../core/api.ts'
import { contactSheet, writeContactSheet } from './contact-sheet.ts'

const answer: SearchAnswer = {
  query: { parts: [{ kind: 'words', words: '<script>alert(1)</script>' }] },
  space: 'test-space',
  method: 'sum',
  rerank: 'none',
  timingsMs: { encode: 1, search: 2, compose: 0, rerank: 0, total: 3.4 },
  results: [
    {
      photoId: 7,
      path: '/photos/"><img src=x onerror=alert(1)>.jpg',
      similarity: 0.25,
      parts: {
        byPart: [{ label: '<b>', negative: true, similarity: 0.1 }],
        composed: 0.25,
        reranked: null,
        rankBefore: 1,
      },
    },
  ],
  hints: [],
}
const thumbnail = { mime: 'image/webp', width: 1, height: 1, data: new Uint8Array([1, 2, 3]) } as const

test('names and queries from outside stay text', () => {
  const page = contactSheet([{ answer, thumbnails: [thumbnail] }])
  assert.ok(!page.includes('<script'))
  assert.ok(!page.includes('<img src=x'))
  assert.ok(!page.includes('<b>'))
  assert.match(page, /&#60;script&#62;/)
})

test('the page fetches nothing: no script, and pictures as data only', () => {
  const page = contactSheet([{ answer, thumbnails: [thumbnail] }])
  assert.match(page, /default-src 'none'; img-src data:/)
  assert.match(page, /src="data:image\/webp;base64,AQID"/)
  assert.doesNotMatch(page, /https?:\/\//)
})

test('a photo without thumbnail says so', () => {
  assert.match(contactSheet([{ answer, thumbnails: [null] }]), /no preview/)
})

test('a page is written whole, and a failure names the file and leaves nothing behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'resight-sheet-'))
  try {
    const file = join(folder, 'sheet.html')
    await writeContactSheet(file, [{ answer, thumbnails: [thumbnail] }])
    assert.match(await readFile(file, 'utf8'), /^<!doctype html>/)
    await assert.rejects(writeContactSheet(join(folder, 'missing', 'sheet.html'), []), /missing.*could not be written/)
    assert.deepEqual(await readdir(folder), ['sheet.html'])
  } finally {
    await rm(folder, { recursive: true })
  }
})
