import type { Identification } from '../../../core/identify/candidates/identify.ts'
import type { IdentificationReport } from '../../../core/identify/evaluate/evaluate.ts'
import type { ProjectStore } from '../../../core/identify/store/project-store.ts'
import { printable } from '../format.ts'

/** How many candidates a line names. */
const SHOWN = 3

export function describeIdentifications(store: ProjectStore, found: readonly Identification[]): readonly string[] {
  const photos = new Map(store.photos().map((photo) => [photo.contentHash, photo.fileName]))
  const files = new Map(
    store.annotations().map(({ annotationId, contentHash }) => [annotationId, photos.get(contentHash)]),
  )
  const { individuals } = store.identity()
  return found.map(({ annotationId, candidates, probabilityNew, compared }) => {
    const named = candidates.slice(0, SHOWN).map(({ individualId, probability, similarities }) => {
      const name = individuals.get(individualId)?.name || individualId.slice(0, 8)
      const likeness = probability === null ? Object.values(similarities).join('+') : `P ${probability.toFixed(2)}`
      return `${name} (${likeness})`
    })
    const fresh = probabilityNew === null ? '' : `; new P ${probabilityNew.toFixed(2)}`
    const list = named.length === 0 ? `nobody to compare with` : named.join(', ')
    return printable(`${files.get(annotationId) ?? annotationId}: ${list}${fresh} [${compared} compared]`)
  })
}

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
