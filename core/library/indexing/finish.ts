import type { Catalogue } from '../catalogue/catalogue.ts'
import { moveFileToFolder, recordFailure, removeFile } from '../catalogue/files.ts'
import { sweepOrphans } from '../catalogue/orphans.ts'
import { finishScan } from '../catalogue/scans.ts'
import type { Plan } from './compare.ts'
import type { FolderSurvey } from './survey.ts'

/** Records what the scan itself could not look at, so that it is listed with the files that failed. */
export function recordProblems(catalogue: Catalogue, plan: Plan, failedAt: string): void {
  if (plan.problems.length === 0) return
  catalogue.database.transaction(() => {
    for (const { problem, source } of plan.problems) {
      const failure = { code: problem.code, reason: problem.reason, failedAt }
      recordFailure(catalogue, source.file, source.folderId, source.known?.photoId ?? null, failure)
    }
  })
}

/**
 * The end of a run that saw all its folders whole: only now, when every moved file has been found at its new path, are
 * the old paths removed and photos that no file shows dropped.
 * @param folders those of `plan.seen` that are still there
 * @returns how many files were gone
 */
export function finishRun(
  catalogue: Catalogue,
  plan: Plan,
  folders: readonly FolderSurvey[],
  scan: number,
): { readonly removed: number } {
  const ids = new Set(folders.map(({ folder }) => folder.id))
  const gone = plan.gone.filter((file) => ids.has(file.folderId))
  catalogue.database.transaction(() => {
    for (const { fileId, folderId } of plan.reassigned) moveFileToFolder(catalogue, fileId, folderId)
    for (const file of gone) removeFile(catalogue, file.id)
    for (const { folder, device } of folders) {
      if (device !== null) finishScan(catalogue, folder.id, scan, device)
    }
  })
  sweepOrphans(catalogue)
  return { removed: gone.length }
}
