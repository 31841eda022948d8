import type { JobControl } from '../../api.ts'
import type { CalibrationReport, ErrorRatesReport, ShortlistChoice } from '../../api/photo-id.ts'
import { genericCalibration, MIN_OWN_PAIRS } from '../../identify/calibration/calibration-file.ts'
import { meanOf } from '../../identify/calibration/calibrate.ts'
import { equalErrors, errorsAt, type ErrorCurve, type ErrorPoint } from '../../identify/calibration/error-rates.ts'
import { fitOwnCalibration } from '../../identify/calibration/own-calibration.ts'
import { fitProjectOpenSet, MIN_OPEN_SET_QUERIES } from '../../identify/calibration/project-open-set.ts'
import { acceptanceThreshold } from '../../identify/candidates/accept.ts'
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
  const ranking = new Ranking(store, matcher)
  const { extractors, calibration } = ranking
  const own = store.calibration()
  const generic = genericCalibration()
  const measured = new Map(store.reliability().map((entry) => [entry.extractor, entry]))
  const { precisionTarget } = store.project.settings
  const openSet = fitProjectOpenSet(store, calibration, precisionTarget)
  const speaking = extractors.filter((id) => calibration.extractors.has(id))
  const spoken = speaking.length === 1 ? speaking[0]! : meanOf(speaking)
  const { reliability = null, errors = null } = (calibration.by === 'own' ? measured.get(spoken) : undefined) ?? {}
  return {
    calibratedBy: calibration.by,
    origin: calibration.by === 'own' ? own!.origin : calibration.by === 'generic' ? generic.origin : '',
    fittedAt: own?.fittedAt ?? null,
    needed: MIN_OWN_PAIRS,
    extractors: extractors.map((extractor) => {
      const pairs = labelPairs(store.comparisons(extractor), store.identity())
      const same = pairs.filter(({ isSame }) => isSame).length
      return {
        extractor,
        same,
        different: pairs.length - same,
        reliability: measured.get(extractor)?.reliability ?? null,
        equalErrorRate: equalErrorRate(measured.get(extractor)?.errors ?? null),
      }
    }),
    settled: ranking.settledPairs(),
    said: {
      reliability,
      errorRates:
        errors === null ? null : errorRates(errors, acceptanceThreshold(openSet?.rule ?? null, precisionTarget)),
    },
    neededKnown: MIN_OPEN_SET_QUERIES,
    openSet:
      openSet === null
        ? null
        : {
            threshold: openSet.rule.threshold,
            precision: openSet.rule.precision,
            recall: openSet.rule.recall,
            auroc: openSet.auroc,
            queries: openSet.queries,
            reachesTarget: openSet.rule.reachesTarget,
          },
  }
}

/** @param threshold null: none is in use @returns null without a pair of each kind */
function errorRates(curve: ErrorCurve, threshold: number | null): ErrorRatesReport | null {
  const { same, different } = curve
  const equal = equalErrors(curve)
  if (equal === null) return null
  const rate = (point: ErrorPoint) => ({
    ...point,
    falseAcceptRate: point.falseAccepts / different,
    falseRejectRate: point.falseRejects / same,
  })
  const inUse = threshold === null ? null : rate(errorsAt(curve, threshold))
  return { same, different, inUse, even: rate(errorsAt(curve, 0.5)), equal: rate(equal) }
}

function equalErrorRate(curve: ErrorCurve | null): number | null {
  const equal = curve === null ? null : equalErrors(curve)
  if (curve === null || equal === null) return null
  return (equal.falseAccepts / curve.different + equal.falseRejects / curve.same) / 2
}

export function choicesOfShortlist(store: ProjectStore, matcher: Matcher): readonly ShortlistChoice[] {
  const ranks = matcher.shortlistBy === undefined ? [] : store.shortlistRanks(matcher.shortlistBy)
  return shortlistChoices(Math.max(0, store.annotations().length - 1), ranks, shippedShortlist())
}
