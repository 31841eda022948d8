import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { loadCaptions } from './captions.ts'
import { loadClasses } from './classes.ts'
import { loadComposed } from './composed.ts'
import { loadInstances } from './instances.ts'

const DATA = resolve(process.env.RESIGHT_DATA ?? join(import.meta.dirname, '../../../shared/data'))
const skip = existsSync(DATA) ? false : 'the evaluation sets are not on this machine (RESIGHT_DATA)'

test('the caption sets are read as published', { skip }, async () => {
  const flickr = await loadCaptions(join(DATA, 'captions/flickr8k-dev'))
  assert.deepEqual([flickr.gallery.length, flickr.queries.length, flickr.notes], [1000, 5000, []])
  const coco = await loadCaptions(join(DATA, 'captions/coco'))
  assert.deepEqual([coco.gallery.length, coco.queries.length], [80, 400])
})

test('PACS gives 7 classes and 840 composed queries of 40 relevant photos', { skip }, async () => {
  const classes = await loadClasses(join(DATA, 'domains/pacs/photo'))
  assert.deepEqual([classes.gallery.length, classes.queries.length], [280, 7])
  const composed = await loadComposed(join(DATA, 'domains/pacs'))
  assert.deepEqual([composed.gallery.length, composed.queries.length], [1120, 840])
  for (const { relevant } of composed.queries) assert.equal(relevant.length, 40)
})

test('the instance sets pair by folder and by number', { skip }, async () => {
  const grocery = await loadInstances(join(DATA, 'instances/grocery/iconic'), join(DATA, 'instances/grocery/natural'))
  assert.ok(grocery.queries.every(({ relevant }) => relevant.length === 1))
  assert.equal(grocery.gallery.length, 81)
  const paintings = join(DATA, 'instances/paintings')
  const open = await loadInstances(join(paintings, 'database'), join(paintings, 'queries/qsd1_w4'))
  assert.deepEqual([open.queries.length, open.queries.filter(({ relevant }) => relevant.length === 0).length], [30, 10])
  const closed = await loadInstances(join(paintings, 'database'), join(paintings, 'queries/qsd2_w1'))
  assert.match(closed.notes.join(), /number 279/)
})
