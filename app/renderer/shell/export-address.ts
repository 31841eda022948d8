import type { ProjectExportFormat, ProjectExportOptions } from '../../../core/api/photo-id.ts'

/** Where an export is: at the same path below the local server and below the app's own protocol. */
export function exportAddress(
  base: string,
  projectId: string,
  format: ProjectExportFormat,
  { occasions, withPhotos }: ProjectExportOptions,
): string {
  return `${base}/api/projects/${projectId}/export/${format}?occasions=${occasions}&withPhotos=${withPhotos}`
}
