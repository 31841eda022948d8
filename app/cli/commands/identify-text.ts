import type { IdentificationReport } from '../../../core/identify/evaluate/evaluate.ts'

export function describeIdentifyEval(report: IdentificationReport): readonly string[] {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  const { openSet, shortlists } = report
  const known =
    openSet === null
      ? ''
      : `   with ${percent(openSet.newShare)} new: precision ${percent(openSet.precision)} at recall ${percent(openSet.recall)}`
  const lengths = shortlists?.map(({ length, recall }) => `${length} ${percent(recall)}`)
  return [
    `${report.queries} queries, ${report.individuals} individuals, ${report.photos} photos, ${report.extractor}, ${report.method}`,
    `  top-1 ${percent(report.top1)}   top-5 ${percent(report.top5)}   top-10 ${percent(report.top10)}   mAP ${percent(report.mAP)}`,
    `  AUROC known or new ${report.auroc.toFixed(3)}${known}`,
    `  calibration error ${report.ece?.toFixed(3) ?? 'too few pairs'}   of the best candidate ${report.eceOfBest?.toFixed(3) ?? 'too few pairs'}   ${report.secondsPerQuery.toFixed(2)} s a query`,
    ...(lengths === undefined ? [] : [`  a shortlist would have caught: ${lengths.join(', ')}`]),
  ]
}
