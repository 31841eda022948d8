import { Button, Checkbox, SegmentedControl } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  OCCASIONS,
  PROJECT_EXPORTS,
  type Occasions,
  type ProjectExportFormat,
  type ProjectExportOptions,
  type ProjectState,
} from '../../../../core/api/photo-id.ts'
import { useAction } from '../../parts/use-action.ts'
import { useShell } from '../../shell/use-shell.ts'
import { ExportNotes, type NotesProps } from './export-notes.tsx'
import { saveExport, saveFrom } from './save-export.ts'
import { usualOccasions } from '../parts/usual-occasions.ts'
import styles from './export.module.css'

/** Those that are the same whatever the occasions are. */
const WITHOUT_OCCASIONS: readonly ProjectExportFormat[] = ['darwin-core', 'camtrap-dp', 'zip']

/** What says nothing of a format is left as it is, so that its notes are not asked for again. */
function optionsThatCount(format: ProjectExportFormat, { occasions, withPhotos }: ProjectExportOptions) {
  return {
    occasions: WITHOUT_OCCASIONS.includes(format) ? OCCASIONS[0] : occasions,
    withPhotos: format === 'zip' && withPhotos,
  }
}

/** The project for other programs and other machines. */
export function ExportTab({ state }: { readonly state: ProjectState }) {
  const { t } = useTranslation()
  const shell = useShell()
  const { isBusy, run } = useAction()
  const [occasions, setOccasions] = useState<Occasions>(() => usualOccasions(state.encounters))
  const [withPhotos, setWithPhotos] = useState(false)
  const [saving, setSaving] = useState<ProjectExportFormat | null>(null)
  const previews = { projectId: state.project.projectId, options: { occasions, withPhotos } }
  const save = (format: ProjectExportFormat) => {
    const url = shell.exportUrl(state.project.projectId, format, { occasions, withPhotos })
    if (format === 'zip' && withPhotos) return saveFrom(url)
    setSaving(format)
    run(() => saveExport(url))
  }
  return (
    <div className={styles.tab}>
      <Group
        title={t('exports.histories')}
        formats={PROJECT_EXPORTS.filter((format) => !WITHOUT_OCCASIONS.includes(format))}
        saving={isBusy ? saving : null}
        previews={previews}
        onSave={save}
      >
        <div className={styles.option}>
          <span id="export-occasions">{t('figures.occasionUnit')}</span>
          <SegmentedControl
            aria-labelledby="export-occasions"
            data={OCCASIONS.map((value) => ({ value, label: t(`figures.occasions.${value}`) }))}
            value={occasions}
            onChange={setOccasions}
          />
        </div>
      </Group>
      <Group
        title={t('exports.archives')}
        formats={['darwin-core', 'camtrap-dp']}
        saving={isBusy ? saving : null}
        previews={previews}
        onSave={save}
      />
      <Group
        title={t('exports.whole')}
        formats={['zip']}
        saving={isBusy ? saving : null}
        previews={previews}
        onSave={save}
      >
        <Checkbox
          label={t('exports.withPhotos')}
          description={t('exports.withPhotosHint')}
          checked={withPhotos}
          onChange={(event) => setWithPhotos(event.currentTarget.checked)}
        />
      </Group>
    </div>
  )
}

interface GroupProps {
  readonly title: string
  readonly formats: readonly ProjectExportFormat[]
  readonly saving: ProjectExportFormat | null
  readonly previews: Omit<NotesProps, 'format'>
  readonly onSave: (format: ProjectExportFormat) => void
  readonly children?: ReactNode
}

function Group({ title, formats, saving, previews, onSave, children }: GroupProps) {
  const { t } = useTranslation()
  return (
    <section aria-label={title}>
      <h2 className={styles.title}>{title}</h2>
      {children}
      <ul className={styles.formats}>
        {formats.map((format) => (
          <li key={format} className={styles.format}>
            <span className={styles.words}>
              <span className={styles.name}>{t(`exports.formats.${format}.name`)}</span>
              <span className={styles.text}>{t(`exports.formats.${format}.text`)}</span>
              <ExportNotes
                format={format}
                projectId={previews.projectId}
                options={optionsThatCount(format, previews.options)}
              />
            </span>
            <Button
              variant="default"
              leftSection={<IconDownload size={16} />}
              loading={saving === format}
              disabled={saving !== null}
              aria-label={t('exports.saveNamed', { name: t(`exports.formats.${format}.name`) })}
              onClick={() => onSave(format)}
            >
              {t('exports.save')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
