import { useTranslation } from 'react-i18next'
import type { ProjectExportFormat, ProjectExportOptions } from '../../../../core/api/photo-id.ts'
import { useCall } from '../../shell/use-call.ts'
import styles from './export.module.css'

export interface NotesProps {
  readonly projectId: string
  readonly format: ProjectExportFormat
  readonly options: ProjectExportOptions
}

/** Each photo that is out of reach has a note. */
const MOST_NOTES = 3

/** What an export will leave out, or why there is nothing to export, before it is saved: a download says nothing. */
export function ExportNotes({ projectId, format, options }: NotesProps) {
  const { t } = useTranslation()
  const preview = useCall('previewExport', [projectId, format, options])
  const notes = preview.isError ? [preview.error.message] : (preview.data?.notes ?? [])
  const more = notes.length - MOST_NOTES
  return notes
    .slice(0, MOST_NOTES)
    .concat(more > 0 ? [t('exports.moreNotes', { count: more })] : [])
    .map((note, index) => (
      <span key={index} className={styles.note}>
        {note}
      </span>
    ))
}
