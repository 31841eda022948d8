import type { JobControl } from '../../api.ts'
import type { SidedAnnotation } from '../../identify/candidates/comparable.ts'
import type { Matcher } from '../../identify/candidates/matcher.ts'
import { measureShortlistRecall, shortlistLength } from '../../identify/candidates/shortlist.ts'
import type { ProjectStore } from '../../identify/store/project-store.ts'
import { Meter } from '../../library/indexing/meter.ts'
import { inLanes } from '../../processes/lanes.ts'
import { ResightError } from '../../types.ts'
import type { IdentifyParts } from './parts.ts'
import { newestFirst } from './project-state.ts'
import { Ranking } from './ranking.ts'
import { matchable, rememberUnchanged } from './review-calls.ts'

/** Compared at once and then remembered: what a crash loses at most. */
const AT_ONCE = 100
/** Photos looked at at once, so that one is read while others are searched for markings. */
const PREPARED_AT_ONCE = 8

export interface ComparisonReport {
  readonly annotations: number
  readonly comparisons: number
}

/**
 * Compares open annotations with all that may be compared, settled or open, each pair once, going on from what is
 * remembered. The newest come first, and for all of them what is settled before what is open: that is what candidates
 * come from tonight. Open ones are compared with each other too, so that a new individual is a candidate at once.
 * @throws ResightError `cancelled`; what was compared is kept
 */
export async function compareOpen(
  parts: IdentifyParts,
  store: ProjectStore,
  control: JobControl = {},
): Promise<ComparisonReport> {
  const matcher = await parts.matcher()
  const ranking = new Ranking(store, matcher)
  const open = newest(store, ranking.open())
  const isOpen = new Set(open.map(({ annotationId }) => annotationId))
  const chosen = new Map<string, readonly SidedAnnotation[]>()
  for (const query of open) {
    checkGoesOn(control)
    chosen.set(query.annotationId, await partnersOf(store, matcher, ranking, query, control))
  }
  const pass = (withOpen: boolean) =>
    open.map((query) => ({
      query,
      others: chosen.get(query.annotationId)!.filter(({ annotationId }) => isOpen.has(annotationId) === withOpen),
    }))
  return compareAll(parts, store, matcher, [...pass(false), ...pass(true)], control)
}

/** Compares what is settled with each other: what a calibration of the project's own is fitted on. */
export async function compareSettled(
  parts: IdentifyParts,
  store: ProjectStore,
  control: JobControl = {},
): Promise<ComparisonReport> {
  const matcher = await parts.matcher()
  const ranking = new Ranking(store, matcher)
  const settled = newest(
    store,
    [...ranking.annotations.values()].filter(({ annotationId }) => ranking.individualOf(annotationId) !== null),
  )
  const isSettled = new Set(settled.map(({ annotationId }) => annotationId))
  const work = settled.map((query) => ({
    query,
    others: ranking.comparable(query).filter(({ annotationId }) => isSettled.has(annotationId)),
  }))
  return compareAll(parts, store, matcher, work, control)
}

interface Work {
  readonly query: SidedAnnotation
  readonly others: readonly SidedAnnotation[]
}

async function compareAll(
  parts: IdentifyParts,
  store: ProjectStore,
  matcher: Matcher,
  work: readonly Work[],
  control: JobControl,
): Promise<ComparisonReport> {
  const missing = missingPairs(new Ranking(store, matcher), work)
  const { extractors } = new Ranking(store, matcher)
  const names = new Map(store.photos().map(({ contentHash, fileName }) => [contentHash, fileName]))
  await prepareAll(parts, matcher, missing, { extractors, names }, control)
  const total = missing.reduce((sum, { others }) => sum + others.length, 0)
  const meter = new Meter('compare', total, control.onProgress, () => performance.now())
  let comparisons = 0
  for (const { query, others } of missing) {
    const current = names.get(query.contentHash) ?? null
    for (let start = 0; start < others.length; start += AT_ONCE) {
      await control.whilePaused?.()
      checkGoesOn(control)
      const some = others.slice(start, start + AT_ONCE)
      const compared = await compareSome(parts, matcher, query, some, extractors, control)
      if (compared === null) {
        const left = others.length - start
        meter.add(left, left, current)
        break
      }
      rememberUnchanged(store, query, some, compared)
      comparisons += compared.length
      meter.add(some.length, some.length - compared.length, current)
    }
  }
  meter.end()
  return { annotations: new Set(work.map(({ query }) => query.annotationId)).size, comparisons }
}

/**
 * Finds the markings of all that is going to be compared, each photo's once. Found with the first comparisons, they would make
 * those look slow, and the time that is left long.
 */
async function prepareAll(
  parts: IdentifyParts,
  matcher: Matcher,
  work: readonly Work[],
  { extractors, names }: { readonly extractors: readonly string[]; readonly names: ReadonlyMap<string, string> },
  control: JobControl,
): Promise<void> {
  if (matcher.prepare === undefined || work.length === 0) return
  const all = [
    ...new Map(work.flatMap(({ query, others }) => [query, ...others]).map((a) => [a.annotationId, a])).values(),
  ]
  const { signal } = control
  const meter = new Meter('features', all.length, control.onProgress, () => performance.now())
  await inLanes(all, PREPARED_AT_ONCE, async (annotation) => {
    await control.whilePaused?.()
    checkGoesOn(control)
    await matcher.prepare?.([matchable(parts, annotation)], extractors, signal === undefined ? {} : { signal })
    meter.add(1, 0, names.get(annotation.contentHash) ?? null)
  })
  meter.end()
}

/** @returns null: the query's own photo is out of reach, which is no reason to fail the others */
async function compareSome(
  parts: IdentifyParts,
  matcher: Matcher,
  query: SidedAnnotation,
  others: readonly SidedAnnotation[],
  extractors: readonly string[],
  { signal }: JobControl,
) {
  try {
    return await matcher.compare(
      matchable(parts, query),
      others.map((other) => matchable(parts, other)),
      extractors,
      signal === undefined ? {} : { signal },
    )
  } catch (error) {
    if (error instanceof ResightError && (error.code === 'unreadable' || error.code === 'offline')) return null
    throw error
  }
}

/** Each unordered pair once, at its first place in the work, without those that are remembered. */
function missingPairs(ranking: Ranking, work: readonly Work[]): readonly Work[] {
  const planned = new Map<string, Set<string>>()
  return work.flatMap(({ query, others }) => {
    const own = planned.get(query.annotationId) ?? new Set<string>()
    planned.set(query.annotationId, own)
    const missing = others.filter(({ annotationId }) => {
      if (planned.get(annotationId)?.has(query.annotationId) === true || own.has(annotationId)) return false
      if (ranking.similarities(query.annotationId, annotationId) !== null) return false
      own.add(annotationId)
      return true
    })
    return missing.length === 0 ? [] : [{ query, others: missing }]
  })
}

/** All comparable ones, or where that are many those that the cheap order has first. */
async function partnersOf(
  store: ProjectStore,
  matcher: Matcher,
  ranking: Ranking,
  query: SidedAnnotation,
  { signal }: JobControl,
): Promise<readonly SidedAnnotation[]> {
  const comparable = ranking.comparable(query)
  const ranks = matcher.shortlistBy === undefined ? [] : store.shortlistRanks(matcher.shortlistBy)
  const measured = measureShortlistRecall(ranks, comparable.length)
  const length = shortlistLength(comparable.length, store.project.settings.shortlist, measured)
  if (length === null || matcher.shortlist === undefined) return comparable
  const candidates = comparable.map((annotation) => ({ ...annotation, path: null }))
  const ids = await matcher.shortlist({ ...query, path: null }, candidates, length, { ...(signal && { signal }) })
  return ids.flatMap((id) => ranking.annotations.get(id) ?? [])
}

function newest(store: ProjectStore, annotations: readonly SidedAnnotation[]): readonly SidedAnnotation[] {
  const order = new Map([...store.encounters()].sort(newestFirst).map(({ encounterId }, at) => [encounterId, at]))
  return [...annotations].sort(
    (a, b) => order.get(a.encounterId)! - order.get(b.encounterId)! || (a.annotationId < b.annotationId ? -1 : 1),
  )
}

function checkGoesOn({ signal }: JobControl): void {
  if (signal?.aborted === true)
    throw new ResightError('cancelled', 'Comparing was cancelled; what was compared is kept')
}
