import type {
  AddReport,
  AddRequest,
  CompositionMethod,
  JobControl,
  PhotoId,
  Query,
  RerankerName,
  SearchAnswer,
} from '../api.ts'
import { ResightError } from '../types.ts'
import { isInside } from './files.ts'
import { auroc, judge, summarise, type Figures, type QueryFigures } from './metrics.ts'
import type { EvalQuery, EvalTask, EvalTaskName } from './task.ts'
import { zeroShot, type ZeroShot } from './zero-shot.ts'

/** What is measured: in practice the engine, so that the figures are those of the app's own path. */
export interface EvalSubject {
  add(request: AddRequest, control?: JobControl): Promise<AddReport>
  search(query: Query, control?: Pick<JobControl, 'signal'>): Promise<SearchAnswer>
  /** The photo at each path (files of equal content are one photo); a path that isn't indexed is absent. */
  photoIds(paths: readonly string[]): Promise<ReadonlyMap<string, PhotoId>>
}

export interface EvalSettings {
  readonly method?: CompositionMethod
  readonly balance?: number
  readonly rerank?: RerankerName
}

export interface EvalControl {
  readonly signal?: AbortSignal
  /** While the gallery is being indexed. */
  readonly onAddProgress?: JobControl['onProgress']
  /** After each query. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void
}

export interface EvalReport extends Figures {
  readonly task: EvalTaskName
  readonly space: string
  readonly method: CompositionMethod
  readonly rerank: RerankerName
  /** Photos in the gallery. */
  readonly database: number
  /**
   * Queries whose answer is not in the database. They are in none of the figures above and not in `queries`. `auroc`:
   * how well the similarity of the first result tells them from the others, 0.5 = not at all; null without both kinds.
   */
  readonly openSet: { readonly queries: number; readonly auroc: number | null }
  /** Task `classes` only. */
  readonly zeroShot: ZeroShot | null
  readonly seconds: number
  readonly notes: readonly string[]
}

/** The contract's limit of results. */
const MAX_K = 10_000

/**
 * Indexes the gallery of a task, asks every query, and judges each ranking of the whole gallery.
 *
 * Beyond 10,000 photos a ranking ends there; relevant photos that did not come up count as not retrieved. So do photos
 * that could not be indexed: a set is not made easier by what fails.
 * @throws ResightError `invalid-argument` when the library holds photos outside the gallery, `cancelled`
 */
export async function evaluate(
  task: EvalTask,
  subject: EvalSubject,
  settings: EvalSettings = {},
  control: EvalControl = {},
): Promise<EvalReport> {
  const { signal } = control
  const added = await subject.add({ folders: [task.database] }, { signal, onProgress: control.onAddProgress })
  if (added.cancelled) throw cancelled()
  const started = performance.now()
  const ids = await subject.photoIds(task.gallery)
  const gallery = new Set(ids.values())
  const database = gallery.size
  if (database === 0) throw new ResightError('unreadable', `No image of ${task.database} could be indexed`)

  const judged: QueryFigures[] = []
  const topOfKnown: number[] = []
  const topOfOpen: number[] = []
  const answers: SearchAnswer[] = []
  let last: SearchAnswer | null = null
  for (const [done, query] of task.queries.entries()) {
    if (signal?.aborted === true) throw cancelled()
    const answer = await subject.search(toQuery(query, ids, Math.min(MAX_K, database), settings), { signal })
    requireOwnLibrary(answer, gallery, task.database)
    const top = answer.results[0]?.similarity ?? -Infinity
    if (query.relevant.length === 0) topOfOpen.push(top)
    else {
      topOfKnown.push(top)
      judged.push(judgeAnswer(answer, query, ids))
    }
    if (task.classes !== null) answers.push(answer)
    last = answer
    control.onProgress?.({ done: done + 1, total: task.queries.length })
  }
  if (last === null) throw new ResightError('invalid-argument', `${task.database} gives no query`)
  return {
    task: task.name,
    ...summarise(judged),
    space: last.space,
    method: last.method,
    rerank: last.rerank,
    database,
    openSet: { queries: topOfOpen.length, auroc: auroc(topOfKnown, topOfOpen) },
    zeroShot: task.classes === null || database > MAX_K ? null : zeroShot(task.classes, answers, ids),
    seconds: (performance.now() - started) / 1000,
    notes: [...task.notes, ...notesOn(task, ids, database)],
  }
}

/** A query photo that is in the library is asked for by its id: it need not be decoded and encoded once more. */
function toQuery(query: EvalQuery, ids: ReadonlyMap<string, PhotoId>, k: number, settings: EvalSettings): Query {
  const parts = query.parts.map((part) => {
    const photoId = part.kind === 'file' && part.region === undefined ? ids.get(part.path) : undefined
    return photoId === undefined ? part : { kind: 'photo' as const, photoId }
  })
  const exclude = query.excluded.flatMap((path) => ids.get(path) ?? [])
  return { ...settings, parts, k, exclude }
}

/** Files of equal content are one photo, and a photo taken out of the gallery can't be found. */
function judgeAnswer(answer: SearchAnswer, query: EvalQuery, ids: ReadonlyMap<string, PhotoId>): QueryFigures {
  const excluded = new Set(query.excluded.map((path) => ids.get(path)))
  const indexed = query.relevant.filter((path) => ids.has(path))
  const relevant = new Set(indexed.map((path) => ids.get(path)!).filter((id) => !excluded.has(id)))
  const ranking = answer.results.map(({ photoId, similarity }) => ({ id: photoId, similarity }))
  return judge(ranking, relevant, relevant.size + query.relevant.length - indexed.length)
}

/** Photos from elsewhere would stand in the rankings and in every statistic over the library. */
function requireOwnLibrary(answer: SearchAnswer, gallery: ReadonlySet<PhotoId>, database: string): void {
  const foreign = answer.results.find(({ photoId, path }) => !gallery.has(photoId) && !isInside(database, path))
  if (foreign === undefined) return
  throw new ResightError('invalid-argument', `The library holds photos outside ${database}, such as ${foreign.path}`, {
    remedy: 'Evaluate in a library of its own: name an empty folder with --library.',
  })
}

function notesOn(task: EvalTask, ids: ReadonlyMap<string, PhotoId>, database: number): readonly string[] {
  const unread = task.gallery.length - ids.size
  return [
    ...(unread > 0 ? [`${unread} images of the gallery could not be indexed: never found.`] : []),
    ...(ids.size > database ? [`${ids.size - database} images have the content of another: one photo each.`] : []),
    ...(database > MAX_K ? [`Rankings end at ${MAX_K} of ${database} photos.`] : []),
  ]
}

function cancelled(): ResightError {
  return new ResightError('cancelled', 'The evaluation was cancelled')
}
