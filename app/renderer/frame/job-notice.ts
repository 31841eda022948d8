import type { AddReport } from '../../../core/api.ts'
import type { UseReport } from '../../../core/api/models.ts'
import type { AddPhotosReport, ProjectImportReport } from '../../../core/api/photo-id.ts'
import type { Job, JobReport } from '../../../core/api/shell.ts'

export type Counted =
  | 'indexed'
  | 'removed'
  | 'moved'
  | 'failed'
  | 'encoded'
  | 'outOfReach'
  | 'entries'
  | 'photos'
  | 'encounters'
  | 'animals'

export interface JobNotice {
  readonly key:
    | 'photosAdded'
    | 'upToDate'
    | 'modelReady'
    | 'modelInUse'
    | 'measured'
    | 'projectAdded'
    | 'projectRegions'
    | 'projectNoRegions'
    | 'projectNothingAdded'
    | 'projectAllKnown'
    | 'projectIdentified'
    | 'projectCalibrated'
    | 'projectDemo'
    | 'projectOpened'
    | 'projectMerged'
    | 'jobFailed'
  /** Of the model or the species, where it is about one. */
  readonly name: string
  /** What came of it, without what did not occur. */
  readonly counts?: readonly { readonly what: Counted; readonly n: number }[]
}

/** What is worth telling of a job that has ended; null: nothing, for it was cancelled or says it elsewhere. */
export function noticeOf({ request, state, report }: Job): JobNotice | null {
  if (state === 'cancelled') return null
  const name = 'model' in request ? request.model : ''
  if (state === 'failed') return { key: 'jobFailed', name }
  switch (request.kind) {
    case 'add':
    case 'add-samples':
    case 'rescan':
    case 'retry': {
      if (!isAddReport(report)) return { key: 'upToDate', name }
      const { indexed, removed, moved, failed } = report
      const counts = counted({ indexed, removed, moved, failed })
      return counts.length === 0 ? { key: 'upToDate', name } : { key: 'photosAdded', name, counts }
    }
    case 'use-model': {
      if (!isUseReport(report)) return { key: 'modelInUse', name }
      const { encoded, failed, outOfReach } = report
      return { key: 'modelInUse', name, counts: counted({ encoded, failed, outOfReach }) }
    }
    case 'get-model':
      return { key: 'modelReady', name }
    case 'import-model':
      return { key: 'modelReady', name: typeof report === 'string' ? report : '' }
    case 'measure-devices':
      return { key: 'measured', name }
    case 'project-add': {
      if (!isAddPhotosReport(report)) return { key: 'projectAdded', name }
      const { photos, encounters, known } = report
      if (photos === 0) return { key: known > 0 ? 'projectAllKnown' : 'projectNothingAdded', name }
      return { key: 'projectAdded', name, counts: counted({ photos, encounters }) }
    }
    case 'project-regions': {
      const animals = typeof report === 'object' && report !== null && 'comparisons' in report ? report.annotations : 0
      return { key: animals > 0 ? 'projectRegions' : 'projectNoRegions', name, counts: counted({ animals }) }
    }
    case 'project-identify':
      return { key: 'projectIdentified', name }
    case 'project-calibrate':
      return { key: 'projectCalibrated', name }
    case 'project-demo':
      return { key: 'projectDemo', name }
    case 'project-import': {
      if (!isImportReport(report)) return null
      const { project, merged, entries, photos } = report
      const key = merged ? 'projectMerged' : 'projectOpened'
      return { key, name: project.species, counts: counted({ entries, photos }) }
    }
    // The file itself arrives.
    case 'project-export':
      return null
    // Its card says what it found.
    case 'verify-model':
      return null
  }
}

function isAddReport(report: JobReport): report is AddReport {
  return typeof report === 'object' && report !== null && 'indexed' in report
}

function isAddPhotosReport(report: JobReport): report is AddPhotosReport {
  return typeof report === 'object' && report !== null && 'known' in report
}

function isImportReport(report: JobReport): report is ProjectImportReport {
  return typeof report === 'object' && report !== null && 'merged' in report
}

function isUseReport(report: JobReport): report is UseReport {
  return typeof report === 'object' && report !== null && 'encoded' in report
}

function counted(counts: { readonly [K in Counted]?: number }): NonNullable<JobNotice['counts']> {
  return (Object.entries(counts) as [Counted, number][]).flatMap(([what, n]) => (n > 0 ? [{ what, n }] : []))
}
