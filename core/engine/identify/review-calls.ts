import type { CallControl } from '../../api/cancellable.ts'
import type { MatchedPoints } from '../../api/evidence.ts'
import type { AcceptPreview, Candidate, Candidates, QueueItem, ReviewQueue } from '../../api/photo-id.ts'
import { applyCalibration } from '../../identify/calibration/calibrate.ts'
import { fitProjectOpenSet } from '../../identify/calibration/project-open-set.ts'
import { planAcceptance } from '../../identify/candidates/accept.ts'
import type { MatchableAnnotation } from '../../identify/candidates/matcher.ts'
import type { SidedAnnotation } from '../../identify/candidates/comparable.ts'
import type { ProjectStore } from '../../identify/store/project-store.ts'
import { required } from '../../identify/store/required.ts'
import { checkGoesOn } from '../check-goes-on.ts'
import { mapInTurns } from '../map-in-turns.ts'
import type { IdentifyParts } from './parts.ts'
import { pathOf } from './project-photos.ts'
import { Ranking } from './ranking.ts'

/** What an annotation was compared with is compared in pieces of this many, each remembered as it comes. */
const AT_ONCE = 100

export async function candidatesOf(
  { matcher }: IdentifyParts,
  store: ProjectStore,
  annotationId: string,
): Promise<Candidates> {
  return new Ranking(store, await matcher()).candidates(annotationId)
}

/** Compares what lacks of an annotation's pairs, then ranks. @throws ResightError `cancelled`; what was compared is kept */
export async function searchAll(
  parts: IdentifyParts,
  store: ProjectStore,
  annotationId: string,
  control?: CallControl,
): Promise<Candidates> {
  const matcher = await parts.matcher()
  const ranking = new Ranking(store, matcher)
  const query = ranking.annotation(annotationId)
  const missing = ranking
    .comparable(query)
    .filter((other) => ranking.similarities(annotationId, other.annotationId) === null)
  for (let start = 0; start < missing.length; start += AT_ONCE) {
    checkGoesOn(control?.signal, 'Comparing')
    const some = missing.slice(start, start + AT_ONCE)
    const compared = await matcher.compare(
      matchable(parts, query),
      some.map((other) => matchable(parts, other)),
      ranking.extractors,
      control,
    )
    rememberUnchanged(store, query, some, compared)
  }
  return new Ranking(store, matcher).candidates(annotationId)
}

/** Annotations that were drawn anew while they were compared are compared again later. */
export function rememberUnchanged(
  store: ProjectStore,
  query: SidedAnnotation,
  others: readonly SidedAnnotation[],
  compared: Parameters<ProjectStore['rememberComparisons']>[1],
): void {
  const now = new Map(store.annotations().map((annotation) => [annotation.annotationId, annotation.region]))
  const isUnchanged = ({ annotationId, region }: SidedAnnotation) => {
    const today = now.get(annotationId)
    return today !== undefined && (today === region || JSON.stringify(today) === JSON.stringify(region))
  }
  if (!isUnchanged(query)) return
  const unchanged = new Set(others.filter(isUnchanged).map(({ annotationId }) => annotationId))
  store.rememberComparisons(
    query.annotationId,
    compared.filter(({ annotationId }) => unchanged.has(annotationId)),
  )
}

export function matchable(
  { catalogue }: Pick<IdentifyParts, 'catalogue'>,
  annotation: SidedAnnotation,
): MatchableAnnotation {
  return { ...annotation, path: pathOf(catalogue, annotation.contentHash) }
}

/** Open annotations, the most certain first. */
export async function reviewQueue(
  { matcher }: IdentifyParts,
  store: ProjectStore,
  control?: CallControl,
): Promise<ReviewQueue> {
  const ranking = new Ranking(store, await matcher())
  const open = ranking.open()
  const items = await mapInTurns(open, control?.signal, ({ annotationId }): QueueItem => {
    const compared = ranking.compared(annotationId)
    const candidates = ranking.rank(annotationId)
    const probabilityNew = ranking.probabilityNew(candidates, compared)
    return { annotationId, top: candidates[0] ?? null, probabilityNew, compared }
  })
  return {
    items: items.toSorted(mostCertainFirst),
    calibratedBy: ranking.calibration.by,
    decided: ranking.annotations.size - open.length,
  }
}

function mostCertainFirst(a: QueueItem, b: QueueItem): number {
  return (
    Number(b.compared > 0) - Number(a.compared > 0) ||
    certainty(b) - certainty(a) ||
    plain(b.top) - plain(a.top) ||
    (a.annotationId < b.annotationId ? -1 : 1)
  )
}

function certainty({ top, probabilityNew }: QueueItem): number {
  return Math.max(top?.probability ?? 0, probabilityNew ?? 0)
}

function plain(candidate: Candidate | null): number {
  return candidate === null ? 0 : Object.values(candidate.similarities).reduce((sum, similarity) => sum + similarity, 0)
}

export async function matchedPoints(
  parts: IdentifyParts,
  store: ProjectStore,
  queryId: string,
  annotationId: string,
  control?: CallControl,
): Promise<readonly MatchedPoints[]> {
  const matcher = await parts.matcher()
  checkGoesOn(control?.signal, 'Comparing')
  const ranking = new Ranking(store, matcher)
  const [query, other] = [ranking.annotation(queryId), ranking.annotation(annotationId)]
  const photos = new Map(store.photos().map((photo) => [photo.contentHash, photo]))
  const sizeOf = ({ contentHash }: SidedAnnotation) => {
    const { width, height } = required(photos.get(contentHash), `photo ${contentHash.slice(0, 12)}…`)
    return { width, height }
  }
  const [querySize, photoSize] = [sizeOf(query), sizeOf(other)]
  const [a, b] = [matchable(parts, query), matchable(parts, other)]
  const explained = await matcher.explain(a, b, control)
  if (ranking.similarities(queryId, annotationId) === null)
    rememberUnchanged(store, query, [other], await matcher.compare(a, [b], ranking.extractors, control))
  const similarities = ranking.similarities(queryId, annotationId)
  return explained
    .filter(({ extractor }) => ranking.extractors.includes(extractor))
    .map(({ extractor, points0, points1, isInlier, homography }): MatchedPoints => {
      const inliers = isInlier.filter(Boolean).length
      const calibration = ranking.calibration.extractors.get(extractor)
      const similarity = similarities?.[extractor]
      return {
        label: extractor,
        querySize,
        photoSize,
        matches: points0.map(([x, y], at) => ({
          query: [x * querySize.width, y * querySize.height],
          photo: [points1[at]![0] * photoSize.width, points1[at]![1] * photoSize.height],
          inlier: isInlier[at]!,
        })),
        inliers,
        homography: homography === null ? null : inPixels(homography, querySize, photoSize),
        probability:
          calibration === undefined || similarity === undefined ? 0 : applyCalibration(calibration, similarity),
      }
    })
}

interface Size {
  readonly width: number
  readonly height: number
}

/** From fractions to fractions ⇒ from px to px: S₁ H S₀⁻¹, S scaling fractions to px. */
function inPixels(homography: readonly number[], from: Size, to: Size): readonly number[] {
  const rows = [to.width, to.height, 1]
  const columns = [1 / from.width, 1 / from.height, 1]
  return homography.map((value, at) => value * rows[Math.floor(at / 3)]! * columns[at % 3]!)
}

/** What a batch acceptance at a precision target would do. */
export async function previewAccept(
  { matcher }: IdentifyParts,
  store: ProjectStore,
  precisionTarget: number = store.project.settings.precisionTarget,
  control?: CallControl,
): Promise<AcceptPreview> {
  const ranking = new Ranking(store, await matcher())
  const found = await mapInTurns(ranking.open(), control?.signal, ({ annotationId }) =>
    ranking.candidates(annotationId),
  )
  const rule = fitProjectOpenSet(store, ranking.calibration, precisionTarget)?.rule ?? null
  const plan = planAcceptance(found, rule, precisionTarget)
  return {
    precisionTarget,
    threshold: plan.threshold,
    precision: plan.precision,
    precisionLowerBound: plan.precisionLower,
    calibratedBy: ranking.calibration.by,
    matches: plan.matches.map(({ annotationId: queryId, candidate }) => ({ ...candidate, queryId })),
    rest: plan.rest,
  }
}
