import type { IdentifyEvalReport } from '../../../core/engine/identify-eval.ts'

export function describeIdentifyEval(report: IdentifyEvalReport): readonly string[] {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  const { openSet, shortlists } = report
  const known =
    openSet === null
      ? ''
      : `   with ${percent(openSet.newShare)} new: precision ${percent(openSet.precision)} at recall ${percent(openSet.recall)}`
  const lengths = shortlists?.map(({ length, recall }) => `${length} ${percent(recall)}`)
  return [
    `${report.queries} queries, ${report.individuals} individuals, ${report.photos} photos, ${report.extractor}, ${report.method}, regions ${report.regions}`,
    `  top-1 ${percent(report.top1)}   top-5 ${percent(report.top5)}   top-10 ${percent(report.top10)}   mAP ${percent(report.mAP)}`,
    `  AUROC known or new ${report.auroc.toFixed(3)}${known}`,
    `  calibration error ${report.ece?.toFixed(3) ?? 'too few pairs'}   of the best candidate ${report.eceOfBest?.toFixed(3) ?? 'too few pairs'}   ${report.secondsPerQuery.toFixed(2)} s a query`,
    ...report.alone.map(
      ({ extractor, top1, top5, mAP, auroc }) =>
        `  ${extractor} alone: top-1 ${percent(top1)}   top-5 ${percent(top5)}   mAP ${percent(mAP)}   AUROC ${auroc.toFixed(3)}`,
    ),
    ...(lengths === undefined ? [] : [`  a shortlist would have caught: ${lengths.join(', ')}`]),
  ]
}
