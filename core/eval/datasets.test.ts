import assert from 'node:assert/strict'
import { symlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { loadCaptions } from './captions.ts'
import { loadClasses } from './classes.ts'
import { loadComposed } from './composed.ts'
import { loadInstances } from './instances.ts'
import { emptyImages, folderOf } from './sets-for-tests.ts'
import type { EvalTask } from './task.ts'

function names(paths: readonly string[]): readonly string[] {
  return paths.map((path) => basename(path))
}

/** Each query as what is asked and what should be found. */
function asked(task: EvalTask): readonly (readonly [string, readonly string[]])[] {
  return task.queries.map(({ parts, relevant }) => {
    const shown = parts.map((part) =>
      part.kind === 'words' ? part.words : part.kind === 'file' ? basename(part.path) : '',
    )
    return [shown.join(' + '), names(relevant)]
  })
}

test('captions: every caption asks for its photo; other photos are distractors', async (t) => {
  const root = await folderOf(t, {
    ...emptyImages('a.jpg', 'b.PNG', 'c.avif', '.hidden.jpg', 'licences.json'),
    'captions.json': '\uFEFF{"b.PNG": ["a dog", "a dog"], "a.jpg": ["a cat"]}',
  })
  const task = await loadCaptions(root)
  assert.deepEqual(asked(task), [
    ['a dog', ['b.PNG']],
    ['a dog', ['b.PNG']],
    ['a cat', ['a.jpg']],
  ])
  assert.deepEqual(names(task.gallery), ['a.jpg', 'b.PNG', 'c.avif'])
  assert.match(task.notes.join(), /1 photos .* no caption/)
})

test('captions: a malformed file is refused with its name and the entry', async (t) => {
  const refused: readonly (readonly [string, RegExp])[] = [
    ['[', /captions\.json: the file is not JSON/],
    ['[]', /captions\.json: the file does not hold an object/],
    ['null', /does not hold an object/],
    ['{}', /has no entry/],
    ['{"a.jpg": "a dog"}', /"a\.jpg" has no list of captions/],
    ['{"a.jpg": []}', /"a\.jpg" has no list of captions/],
    ['{"a.jpg": ["a dog", 7]}', /caption 1 of "a\.jpg" is not a text/],
    ['{"a.jpg": [" "]}', /caption 0 of "a\.jpg"/],
    ['{"b.jpg": ["a dog"]}', /"b\.jpg" names no image/],
    ['{"../a.jpg": ["a dog"]}', /"\.\.\/a\.jpg" leads out of/],
    ['{"/etc/passwd": ["a dog"]}', /"\/etc\/passwd" leads out of/],
    ['{"__proto__": ["a dog"]}', /"__proto__" names no image/],
  ]
  for (const [text, message] of refused) {
    const root = await folderOf(t, { ...emptyImages('a.jpg'), 'captions.json': text })
    await assert.rejects(loadCaptions(root), { code: 'corrupt', message })
  }
  await assert.rejects(loadCaptions(await folderOf(t, emptyImages('a.jpg'))), {
    code: 'not-found',
    message: /captions\.json/,
  })
  await assert.rejects(loadCaptions('/no/such/folder'), { code: 'not-found', message: /no.such.folder/ })
})

test('classes: the innermost folder names the class, and is asked for in words', async (t) => {
  const root = await folderOf(
    t,
    emptyImages(
      'Fruit/Apple/Pink-Lady/1.jpg',
      'Fruit/Apple/Pink-Lady/2.jpg',
      'Fruit/Lime/3.jpg',
      '4.jpg',
      'Fruit/Lime/notes.txt',
    ),
  )
  const task = await loadClasses(root)
  assert.deepEqual(asked(task), [
    ['a photo of a Pink Lady', ['1.jpg', '2.jpg']],
    ['a photo of a Lime', ['3.jpg']],
  ])
  assert.deepEqual([...task.classes!.keys()], ['Pink-Lady', 'Lime'])
  assert.equal(task.gallery.length, 4)
  assert.match(task.notes.join(), /1 photos lie in no class folder/)
  await assert.rejects(loadClasses(await folderOf(t, emptyImages('1.jpg'))), {
    code: 'corrupt',
    message: /no folder of images/,
  })
})

test('classes: links are not followed, so a loop ends', async (t) => {
  const root = await folderOf(t, emptyImages('dog/1.jpg'))
  await symlink(root, join(root, 'dog', 'again'))
  assert.equal((await loadClasses(root)).gallery.length, 1)
})

const DOMAINS = ['photo', 'art_painting', 'line_art']

function domainFiles(perClass: number): readonly string[] {
  return DOMAINS.flatMap((domain) =>
    ['dog', 'house'].flatMap((name) =>
      Array.from({ length: perClass }, (_, i) => `${domain}/${name}/${domain}-${name}-${i}.jpg`),
    ),
  )
}

test('composed: each drawn photo is asked in the words of every other domain', async (t) => {
  const root = await folderOf(t, emptyImages(...domainFiles(2)))
  const task = await loadComposed(root)
  assert.equal(task.queries.length, 3 * 2 * 2 * 2)
  const dog = asked(task).filter(([query]) => query.startsWith('photo-dog-0.jpg'))
  assert.deepEqual(Object.fromEntries(dog), {
    'photo-dog-0.jpg + a painting': ['art_painting-dog-0.jpg', 'art_painting-dog-1.jpg'],
    'photo-dog-0.jpg + a line art': ['line_art-dog-0.jpg', 'line_art-dog-1.jpg'],
  })
  for (const { parts, excluded } of task.queries) assert.equal(parts[0]?.kind === 'file' && parts[0].path, excluded[0])
})

test('composed: ten are drawn by seed, and a class draws the same whatever else is there', async (t) => {
  const drawn = async (files: readonly string[], seed?: number): Promise<readonly string[]> => {
    const root = await folderOf(t, emptyImages(...files))
    const task = await loadComposed(root, seed)
    return asked(task).flatMap(([query]) => (/^photo-dog.*painting/.test(query) ? [query] : []))
  }
  const first = await drawn(domainFiles(30))
  assert.equal(new Set(first).size, 10)
  assert.deepEqual(await drawn(domainFiles(30)), first)
  assert.deepEqual(await drawn([...domainFiles(30), 'photo/zebra/z.jpg', 'sketch/dog/s.jpg']), first)
  assert.notDeepEqual(await drawn(domainFiles(30), 1), first)
})

test('composed: fewer than two domains, or no class in common, is refused', async (t) => {
  await assert.rejects(loadComposed(await folderOf(t, emptyImages('photo/dog/1.jpg'))), /fewer than two domains/)
  const disjoint = await folderOf(t, emptyImages('photo/dog/1.jpg', 'sketch/house/2.jpg'))
  await assert.rejects(loadComposed(disjoint), /no class that two domains share/)
})

test('instances by truth.json: numbers are the last digits of a name, -1 and unknown numbers are open-set', async (t) => {
  const database = await folderOf(t, emptyImages('bbdd_00000.jpg', 'bbdd_00001.jpg', 'db2_17 (copy).jpg'))
  const queries = await folderOf(t, {
    ...emptyImages('q0.jpg', 'q1.jpg', 'q2.jpg', 'q3.jpg', 'q4.jpg', 'q5.jpg'),
    'truth.json': '{"q0.jpg": [17, 0], "q1.jpg": [-1], "q2.jpg": [-1, 1], "q3.jpg": 0, "q4.jpg": [279]}',
  })
  const task = await loadInstances(database, queries)
  assert.deepEqual(asked(task), [
    ['q0.jpg', ['db2_17 (copy).jpg', 'bbdd_00000.jpg']],
    ['q1.jpg', []],
    ['q2.jpg', ['bbdd_00001.jpg']],
    ['q3.jpg', ['bbdd_00000.jpg']],
    ['q4.jpg', []],
  ])
  assert.match(task.notes.join(), /number 279: counted like -1/)
  assert.match(task.notes.join(), /1 query photos are not in truth\.json/)
  assert.ok(task.queries.every(({ excluded }) => excluded.length === 0))
})

test('instances: a malformed truth.json is refused with the entry', async (t) => {
  const database = await folderOf(t, emptyImages('1.jpg', '1.png', '2.jpg'))
  const refused: readonly (readonly [string, RegExp])[] = [
    ['{"q.jpg": []}', /"q\.jpg" lists no number/],
    ['{"q.jpg": ["2"]}', /"q\.jpg" lists "2", not a database number/],
    ['{"q.jpg": [1.5]}', /lists 1\.5/],
    ['{"q.jpg": [-2]}', /lists -2/],
    ['{"q.jpg": null}', /lists null/],
    ['{"q.jpg": [1]}', /"q\.jpg" lists 1, which is .*1\.jpg and .*1\.png/],
    ['{"r.jpg": [2]}', /"r\.jpg" names no image/],
  ]
  for (const [text, message] of refused) {
    const queries = await folderOf(t, { ...emptyImages('q.jpg'), 'truth.json': text })
    await assert.rejects(loadInstances(database, queries), { code: 'corrupt', message })
  }
})

test('instances by folder: the same relative folder on both sides', async (t) => {
  const database = await folderOf(
    t,
    emptyImages('Fruit/Lime/l1.jpg', 'Fruit/Lime/l2.jpg', 'Fruit/Kiwi/k.jpg', 'loose.jpg'),
  )
  const queries = await folderOf(t, emptyImages('Fruit/Lime/q.jpg', 'Fruit/Melon/m.jpg', 'loose-query.jpg'))
  const task = await loadInstances(database, queries)
  assert.deepEqual(asked(task), [
    ['q.jpg', ['l1.jpg', 'l2.jpg']],
    ['m.jpg', []],
    ['loose-query.jpg', []],
  ])
  const unrelated = await folderOf(t, emptyImages('Vegetables/Leek/q.jpg'))
  await assert.rejects(loadInstances(database, unrelated), /neither truth\.json nor a folder named like/)
})

test('instances within one folder: a query never finds itself', async (t) => {
  const root = await folderOf(t, emptyImages('one/a.jpg', 'one/b.jpg', 'two/c.jpg'))
  const task = await loadInstances(root, root)
  assert.deepEqual(asked(task), [
    ['a.jpg', ['b.jpg']],
    ['b.jpg', ['a.jpg']],
    ['c.jpg', []],
  ])
  assert.deepEqual(
    task.queries.map(({ excluded }) => names(excluded)),
    [['a.jpg'], ['b.jpg'], ['c.jpg']],
  )
})
