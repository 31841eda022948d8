/**
 * What marking one or two results does to the rest: relevance feedback by a simulated person, through the whole engine.
 *
 *   node bench/feedback.ts [--write]
 *
 * The person looks at the first 20 results, likes the first relevant ones and dislikes the first that are not. Judged is
 * the residual collection: the marked photos are taken out of the ranking before and after, since ranking a photo first
 * that was just shown to be right is no merit (Chang, Cirillo and Razon, "Evaluation of feedback retrieval using modified
 * freezing, residual collection, and test and control groups", in Salton, ed., The SMART Retrieval System, 1971). Queries
 * with nothing to like among the 20, or nothing left to find, count on neither side. Sets are read from RESIGHT_DATA.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Engine, Feedback, PhotoId, Query } from '../core/api.ts'
import { openEngine } from '../core/engine.ts'
import { loadClasses } from '../core/eval/classes.ts'
import { loadComposed } from '../core/eval/composed.ts'
import { judge, summarise, type QueryFigures } from '../core/eval/metrics.ts'
import type { EvalQuery, EvalTask } from '../core/eval/task.ts'
import { DATA } from '../tests/fixtures/data.ts'
import { writeRun } from './report.ts'

const LOOKED_AT = 20
const MARKS: readonly (readonly [likes: number, unlikes: number])[] = [
  [1, 0],
  [1, 1],
  [2, 2],
]

/** A photo of each class as the query, for the others of its class. */
function byPhoto(task: EvalTask): readonly EvalQuery[] {
  return task.queries.flatMap(({ relevant: ofClass }) => {
    const path = ofClass.find((photo) => photo.includes('natural')) ?? ofClass[0]
    if (path === undefined || ofClass.length < 4) return []
    return [{ parts: [{ kind: 'file', path }], relevant: ofClass.filter((photo) => photo !== path), excluded: [path] }]
  })
}

async function measure(engine: Engine, queries: readonly EvalQuery[], gallery: readonly string[]): Promise<unknown> {
  const ids = await engine.photoIds(gallery)
  const idOf = new Map(gallery.map((path, i) => [path, ids[i] ?? null]))
  const known = (paths: readonly string[]): readonly PhotoId[] => paths.flatMap((path) => idOf.get(path) ?? [])
  const before = MARKS.map((): QueryFigures[] => [])
  const after = MARKS.map((): QueryFigures[] => [])
  for (const { parts: given, relevant, excluded } of queries) {
    const parts = given.map((part) => {
      const photoId = part.kind === 'file' ? idOf.get(part.path) : null
      return typeof photoId === 'number' ? { kind: 'photo' as const, photoId } : part
    })
    const query: Query = { parts, k: gallery.length, exclude: known(excluded) }
    const wanted = new Set(known(relevant))
    const first = (await engine.search(query)).results
    const seen = first.slice(0, LOOKED_AT).map(({ photoId }) => photoId)
    for (const [m, [likes, unlikes]] of MARKS.entries()) {
      const feedback: Feedback = {
        like: seen.filter((id) => wanted.has(id)).slice(0, likes),
        unlike: seen.filter((id) => !wanted.has(id)).slice(0, unlikes),
      }
      const left = new Set([...wanted].filter((id) => !feedback.like.includes(id)))
      if (feedback.like.length < likes || left.size === 0) continue
      const marked = new Set([...feedback.like, ...feedback.unlike])
      const judgeRest = (results: typeof first): QueryFigures => {
        const rest = results.filter(({ photoId }) => !marked.has(photoId))
        return judge(
          rest.map(({ photoId, similarity }) => ({ id: photoId, similarity })),
          left,
        )
      }
      before[m]?.push(judgeRest(first))
      after[m]?.push(judgeRest((await engine.search({ ...query, feedback })).results))
    }
  }
  return MARKS.map(([likes, unlikes], m) => {
    const brief = (judged: readonly QueryFigures[]): Record<string, number> => {
      const { recallAt10, precisionAt10, mAP } = summarise(judged)
      return { recallAt10, precisionAt10, mAP }
    }
    return { likes, unlikes, queries: before[m]?.length, before: brief(before[m] ?? []), after: brief(after[m] ?? []) }
  })
}

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } })
const pacs = await loadComposed(join(DATA, 'domains', 'pacs'))
const grocery = await loadClasses(join(DATA, 'instances', 'grocery'))
const results: Record<string, unknown> = {}
for (const [task, sets] of [
  [pacs, { 'PACS: a photo and a style word': pacs.queries }],
  [grocery, { 'grocery: the name of a product': grocery.queries, 'grocery: a photo of a product': byPhoto(grocery) }],
] as const) {
  const library = await mkdtemp(join(tmpdir(), 'resight-bench-feedback-'))
  try {
    const engine = await openEngine({ library, device: 'cpu' })
    await engine.add({ folders: [task.database] })
    for (const [name, queries] of Object.entries(sets)) results[name] = await measure(engine, queries, task.gallery)
    results['space'] = (await engine.status()).spaces[0]?.id
    await engine.close()
  } finally {
    await rm(library, { recursive: true, force: true })
  }
}
console.log(JSON.stringify(results, null, 2))
if (values.write) console.log(writeRun('feedback', results))
