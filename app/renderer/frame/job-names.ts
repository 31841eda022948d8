import type { TFunction } from 'i18next'
import type { Progress } from '../../../core/api.ts'
import type { Job, JobRequest } from '../../../core/api/shell.ts'
import type { Format } from '../parts/format.ts'

/** What a job does, for a person. */
export function jobName(request: JobRequest, t: TFunction): string {
  switch (request.kind) {
    case 'add':
      return t('jobs.add')
    case 'add-samples':
      return t('jobs.addSamples')
    case 'rescan':
      return t('jobs.rescan')
    case 'retry':
      return t('jobs.retry')
    case 'use-model':
      return t('jobs.useModel', { model: request.model })
    case 'get-model':
      return t('jobs.getModel', { model: request.model })
    case 'import-model':
      return t('jobs.importModel')
    case 'verify-model':
      return t('jobs.verifyModel', { model: request.model })
    case 'measure-devices':
      return t('jobs.measureDevices')
    case 'project-add':
      return t('jobs.projectAdd')
    case 'project-regions':
      return t('jobs.projectRegions')
    case 'project-identify':
      return t('jobs.projectIdentify')
    case 'project-calibrate':
      return t('jobs.projectCalibrate')
    case 'project-demo':
      return t('jobs.projectDemo')
    case 'project-export':
      return t('jobs.projectExport')
    case 'project-import':
      return t('jobs.projectImport', { file: request.name })
  }
}

/** Whether a phase is counted in bytes, not photos. */
export function countsBytes(phase: Progress['phase']): boolean {
  return phase === 'download' || phase === 'verify' || phase === 'pack' || phase === 'unpack'
}

/** How far a job is; null where that is not known. In [0, 1]. */
export function jobShare({ progress }: Job): number | null {
  if (progress === null || progress.total === null || progress.total <= 0) return null
  return Math.min(1, progress.done / progress.total)
}

/** Where a running job is: what it does now, how far, how fast, how long yet. */
export function jobLine({ state, progress }: Job, t: TFunction, format: Format): string {
  if (state === 'queued') return t('jobs.queued')
  if (progress === null) return t(state === 'paused' ? 'jobs.paused' : 'jobs.running')
  const { phase, done, total, ratePerSecond, secondsLeft } = progress
  const isBytes = countsBytes(phase)
  const amount = (n: number) => (isBytes ? format.bytes(n) : format.count(n))
  const isGoing = state === 'running'
  return [
    isGoing ? t(`jobs.${phase}`) : t('jobs.paused'),
    total === null ? amount(done) : t('jobs.progress', { done: amount(done), total: amount(total) }),
    isGoing && ratePerSecond > 0
      ? isBytes
        ? t('jobs.bytesPerSecond', { rate: format.bytes(ratePerSecond) })
        : t(phase === 'compare' ? 'jobs.pairsPerSecond' : 'jobs.photosPerSecond', { rate: format.rate(ratePerSecond) })
      : '',
    isGoing && secondsLeft !== null ? t('jobs.left', { time: format.duration(secondsLeft) }) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/** What came of a job that ended. */
export function jobOutcome({ state, report, error }: Job, t: TFunction, format: Format): string {
  if (error !== null) return error.message
  if (state !== 'done') return t(state === 'cancelled' ? 'jobs.cancelled' : 'jobs.failed')
  if (report === null || typeof report !== 'object' || !('indexed' in report)) return t('jobs.done')
  const { indexed, removed, failed } = report
  const said = [
    indexed > 0 ? t('jobs.indexed', { count: indexed, photos: format.count(indexed) }) : '',
    removed > 0 ? t('jobs.removed', { count: removed, photos: format.count(removed) }) : '',
    failed > 0 ? t('jobs.failures', { count: failed, files: format.count(failed) }) : '',
  ].filter((part) => part !== '')
  return said.length === 0 ? t('jobs.unchanged') : said.join(' · ')
}
