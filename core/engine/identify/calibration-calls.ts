import type { JobControl } from '../../api.ts'
import type { CalibrationReport, ShortlistChoice } from '../../api/photo-id.ts'
import { genericCalibration, MIN_OWN_PAIRS } from '../../identify/calibration/calibration-file.ts'
import { fitOwnCalibration } from '../../identify/calibration/own-calibration.ts'
import { fitProjectOpenSet } from '../../identify/calibration/project-open-set.ts'
import { measureShortlist } from '../../identify/candidates/measure-shortlist.ts'
import type { Matcher } from '../../identify/candidates/matcher.ts'
import { shippedShortlist, shortlistChoices } from '../../identify/candidates/shortlist.ts'
import { labelPairs } from '../../identify/candidates/training-pairs.ts'
import type { ProjectStore } from '../../identify/store/project-store.ts'
import { compareSettled } from './compare-job.ts'
import type { IdentifyParts } from './parts.ts'
import { Ranking } from './ranking.ts'
import { matchable } from './review-calls.ts'

/** Compares what is settled, measures the shortlist on it, and fits the project's own calibration where pairs suffice. */
export async function calibrate(
  parts: IdentifyParts,
  store: ProjectStore,
  control: JobControl = {},
): Promise<CalibrationReport> {
  await compareSettled(parts, store, control)
  const matcher = await parts.matcher()
  const ranking = new Ranking(store, matcher)
  if (matcher.shortlistBy !== undefined) {
    const settled = [...ranking.annotations.values()]
      .filter(({ annotationId }) => ranking.individualOf(annotationId) !== null)
      .map((annotation) => matchable(parts, annotation))
    const sided = settled.map((annotation) => ({ ...ranking.annotation(annotation.annotationId), ...annotation }))
    const { sameViewpointOnly } = store.project.settings
    const individualOf = (id: string) => ranking.individualOf(id)
    const signal = control.signal === undefined ? {} : { signal: control.signal }
    const ranks = await measureShortlist(matcher, sided, individualOf, sameViewpointOnly, signal)
    store.saveShortlistRanks(matcher.shortlistBy, ranks)
  }
  const fitted = fitOwnCalibration(store, ranking.extractors, new Date().toISOString())
  store.saveReliability(fitted)
  return calibrationReport(store, matcher)
}

export function calibrationReport(store: ProjectStore, matcher: Matcher): CalibrationReport {
  const { extractors, calibration } = new Ranking(store, matcher)
  const own = store.calibration()
  const generic = genericCalibration()
  const measured = new Map(store.reliability().map((entry) => [entry.extractor, entry.reliability]))
  const openSet = fitProjectOpenSet(store, calibration, store.project.settings.precisionTarget)
  return {
    calibratedBy: calibration.by,
    origin: calibration.by === 'own' ? own!.origin : calibration.by === 'generic' ? generic.origin : '',
    fittedAt: own?.fittedAt ?? null,
    needed: MIN_OWN_PAIRS,
    extractors: extractors.map((extractor) => {
      const pairs = labelPairs(store.comparisons(extractor), store.identity())
      const same = pairs.filter(({ isSame }) => isSame).length
      return { extractor, same, different: pairs.length - same, reliability: measured.get(extractor) ?? null }
    }),
    openSet:
      openSet === null
        ? null
        : {
            threshold: openSet.rule.threshold,
            precision: openSet.rule.precision,
            recall: openSet.rule.recall,
            auroc: openSet.auroc,
            queries: openSet.queries,
          },
  }
}

export function choicesOfShortlist(store: ProjectStore, matcher: Matcher): readonly ShortlistChoice[] {
  const ranks = matcher.shortlistBy === undefined ? [] : store.shortlistRanks(matcher.shortlistBy)
  return shortlistChoices(Math.max(0, store.annotations().length - 1), ranks, shippedShortlist())
}
