import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PhotoId, Query, SearchAnswer } from '../api.ts'
import { evaluate, type EvalSubject } from './evaluate.ts'
import type { EvalTask } from './task.ts'

const GALLERY = ['/db/a.jpg', '/db/b.jpg', '/db/c.jpg', '/db/d.jpg']

/** Answers with the similarities of a table: query label → similarity of each photo, 1-based ids in gallery order. */
function subject(
  table: Readonly<Record<string, readonly number[]>>,
  options: { readonly paths?: readonly string[]; readonly ids?: ReadonlyMap<string, PhotoId> } = {},
): EvalSubject & { readonly queries: Query[] } {
  const paths = options.paths ?? GALLERY
  const queries: Query[] = []
  return {
    queries,
    add: () =>
      Promise.resolve({
        indexed: paths.length,
        unchanged: 0,
        failed: 0,
        removed: 0,
        moved: 0,
        cancelled: false,
        seconds: 1,
        photosPerSecond: 4,
      }),
    photoIds: (wanted) =>
      Promise.resolve(
        options.ids ??
          new Map(wanted.flatMap((path) => (paths.includes(path) ? [[path, paths.indexOf(path) + 1]] : []))),
      ),
    search: (query): Promise<SearchAnswer> => {
      queries.push(query)
      const label = query.parts
        .map((part) =>
          part.kind === 'words'
            ? part.words
            : part.kind === 'file'
              ? part.path
              : part.kind === 'photo'
                ? `#${part.photoId}`
                : part.uploadId,
        )
        .join('+')
      const results = table[label]!.map((similarity, i) => ({
        photoId: i + 1,
        path: paths[i]!,
        similarity,
        parts: { byPart: [], composed: similarity, reranked: null, rankBefore: 1 },
      }))
        .filter(({ photoId }) => !(query.exclude ?? []).includes(photoId))
        .sort((a, b) => b.similarity - a.similarity)
        .slice(0, query.k)
      const timingsMs = { encode: 0, search: 0, compose: 0, rerank: 0, total: 0 }
      const method = query.method ?? 'weicom'
      return Promise.resolve({
        query,
        space: 'space-1',
        method,
        rerank: query.rerank ?? 'none',
        timingsMs,
        results,
        hints: [],
      })
    },
  }
}

function task(fields: Partial<EvalTask>): EvalTask {
  return { name: 'captions', database: '/db', gallery: GALLERY, queries: [], classes: null, notes: [], ...fields }
}

function words(text: string, ...relevant: readonly string[]): EvalTask['queries'][number] {
  return { parts: [{ kind: 'words', words: text }], relevant, excluded: [] }
}

test('figures, settings and names of a run, worked by hand', async () => {
  const measured = subject({ one: [0.9, 0.8, 0.7, 0.6], two: [0.9, 0.8, 0.7, 0.6] })
  const report = await evaluate(
    task({
      queries: [words('one', '/db/a.jpg'), words('two', '/db/c.jpg', '/db/d.jpg')],
      notes: ['said by the loader'],
    }),
    measured,
    { method: 'sum', balance: 0.3, rerank: 'tokens' },
  )
  const { seconds, ...rest } = report
  assert.ok(seconds >= 0)
  assert.deepEqual(rest, {
    task: 'captions',
    queries: 2,
    recallAt1: 0.5,
    recallAt5: 1,
    recallAt10: 1,
    medianRank: 2,
    mAP: (1 + (1 / 3 + 2 / 4) / 2) / 2,
    precisionAt10: (0.1 + 0.2) / 2,
    space: 'space-1',
    method: 'sum',
    rerank: 'tokens',
    database: 4,
    openSet: { queries: 0, auroc: null },
    zeroShot: null,
    notes: ['said by the loader'],
  })
  assert.deepEqual(measured.queries[0], {
    method: 'sum',
    balance: 0.3,
    rerank: 'tokens',
    parts: [{ kind: 'words', words: 'one' }],
    k: 4,
    exclude: [],
  })
})

test('open-set queries are told apart and are in no other figure', async () => {
  const report = await evaluate(
    task({ name: 'instances', queries: [words('in', '/db/a.jpg'), words('out'), words('far')] }),
    subject({ in: [0.9, 0.1, 0.1, 0.1], out: [0.95, 0, 0, 0], far: [0.2, 0.1, 0, 0] }),
  )
  assert.equal(report.queries, 1)
  assert.equal(report.recallAt1, 1)
  assert.deepEqual(report.openSet, { queries: 2, auroc: 0.5 })
})

test('a query photo of the library is asked for by id, taken out, and never relevant', async () => {
  const measured = subject({ '#2+a sketch': [0.8, 1, 0.9, 0.1], '/elsewhere/q.jpg': [0.1, 0.2, 0.3, 0.4] })
  const report = await evaluate(
    task({
      name: 'composed',
      queries: [
        {
          parts: [
            { kind: 'file', path: '/db/b.jpg' },
            { kind: 'words', words: 'a sketch' },
          ],
          relevant: ['/db/a.jpg', '/db/b.jpg'],
          excluded: ['/db/b.jpg'],
        },
        { parts: [{ kind: 'file', path: '/elsewhere/q.jpg' }], relevant: ['/db/d.jpg'], excluded: [] },
      ],
    }),
    measured,
  )
  assert.deepEqual(measured.queries[0]!.exclude, [2])
  assert.equal(report.mAP, (1 / 2 + 1) / 2)
})

test('what could not be indexed counts as not found, and copies as one photo', async () => {
  const ids = new Map([
    ['/db/a.jpg', 1],
    ['/db/b.jpg', 1],
    ['/db/c.jpg', 2],
  ])
  const report = await evaluate(
    task({ queries: [words('copies', '/db/a.jpg', '/db/b.jpg'), words('broken', '/db/d.jpg')] }),
    subject({ copies: [0.9, 0.1], broken: [0.9, 0.1] }, { ids }),
  )
  assert.equal(report.database, 2)
  assert.equal(report.queries, 2)
  assert.equal(report.mAP, 0.5)
  assert.equal(report.medianRank, null)
  assert.match(report.notes.join('\n'), /1 images of the gallery could not be indexed/)
  assert.match(report.notes.join('\n'), /1 images have the content of another/)
})

test('zero-shot accuracy takes the class of largest similarity, and a tie is a mistake', async () => {
  const classes = new Map([
    ['dog', ['/db/a.jpg', '/db/b.jpg']],
    ['cat', ['/db/c.jpg']],
    ['__proto__', ['/db/d.jpg']],
  ])
  const queries = [...classes].map(([name, paths]) => words(name, ...paths))
  const report = await evaluate(
    task({ name: 'classes', classes, queries }),
    subject(
      Object.fromEntries([
        ['dog', [0.5, 0.2, 0.1, 0.1]],
        ['cat', [0.1, 0.4, 0.6, 0.3]],
        ['__proto__', [0.1, 0.1, 0.6, 0.4]],
      ]),
    ),
  )
  assert.equal(report.zeroShot?.top1, 2 / 4)
  assert.deepEqual(Object.entries(report.zeroShot.top1ByClass), [
    ['dog', 0.5],
    ['cat', 0],
    ['__proto__', 1],
  ])
})

test('photos from outside the gallery are refused, unlisted ones below it are distractors', async () => {
  const one = task({ queries: [words('q', '/db/a.jpg')] })
  const foreign = subject(
    { q: [0.5, 0.6, 0.1, 0.1] },
    { paths: ['/db/a.jpg', '/home/me.jpg', '/db/b.jpg', '/db/c.jpg'] },
  )
  await assert.rejects(evaluate(one, foreign), {
    code: 'invalid-argument',
    message: /outside \/db, such as \/home\/me\.jpg/,
  })
  const unlisted = subject(
    { q: [0.5, 0.6, 0.1, 0.1] },
    { paths: ['/db/a.jpg', '/db/logo.svg', '/db/b.jpg', '/db/c.jpg'] },
  )
  assert.equal((await evaluate(one, unlisted)).medianRank, 2)
})

test('nothing indexed and nothing asked are errors, not zeros', async () => {
  await assert.rejects(evaluate(task({ queries: [words('q', '/db/a.jpg')] }), subject({}, { ids: new Map() })), {
    code: 'unreadable',
  })
  await assert.rejects(evaluate(task({}), subject({})), { code: 'invalid-argument', message: /no query/ })
})

test('progress counts queries, and cancelling stops', async () => {
  const queries = ['q', 'q', 'q'].map((text) => words(text, '/db/a.jpg'))
  const done: number[] = []
  const abort = new AbortController()
  const running = evaluate(
    task({ queries }),
    subject({ q: [1, 0, 0, 0] }),
    {},
    {
      signal: abort.signal,
      onProgress: (progress) => {
        assert.equal(progress.total, 3)
        done.push(progress.done)
        if (progress.done === 2) abort.abort()
      },
    },
  )
  await assert.rejects(running, { code: 'cancelled' })
  assert.deepEqual(done, [1, 2])
})
