import { Button } from '@mantine/core'
import { IconCameraPlus, IconFolderPlus, IconPhotoPlus, IconTablePlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Encounter } from '../../../../core/api/identify.ts'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { useFormat } from '../../parts/use-format.ts'
import { photosOf } from '../parts/project-index.ts'
import { AddFolderDialog } from './add-folder-dialog.tsx'
import { CsvDialog } from './csv/csv-dialog.tsx'
import { EncounterDialog } from './encounter-dialog.tsx'
import { EncounterSection } from './encounter-section.tsx'
import { PhotosBar } from './photos-bar.tsx'
import styles from './encounters.module.css'

type Open = 'none' | 'new' | 'folder' | 'table' | Encounter

/** Where and when animals were seen, with the photos. */
export function EncountersTab({ state }: { readonly state: ProjectState }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [open, setOpen] = useState<Open>('none')
  const [selection, select] = useState<ReadonlySet<string>>(new Set())
  const { projectId } = state.project
  const close = () => setOpen('none')
  const { encounters, photos } = state
  const adding = (
    <>
      <Button variant="default" leftSection={<IconFolderPlus size={16} />} onClick={() => setOpen('folder')}>
        {t('encounters.addFolder')}
      </Button>
      <Button variant="default" leftSection={<IconTablePlus size={16} />} onClick={() => setOpen('table')}>
        {t('encounters.importTable')}
      </Button>
      <Button variant="default" leftSection={<IconCameraPlus size={16} />} onClick={() => setOpen('new')}>
        {t('encounters.new')}
      </Button>
    </>
  )
  return (
    <div className={styles.tab}>
      {encounters.length === 0 ? (
        <EmptyState
          icon={<IconPhotoPlus size={48} stroke={1.2} />}
          title={t('encounters.emptyTitle')}
          text={t('encounters.emptyText')}
        >
          {adding}
        </EmptyState>
      ) : (
        <>
          <div className={styles.toolbar}>
            <span role="status" className={styles.count}>
              {t('encounters.count', { count: encounters.length, encounters: format.count(encounters.length) })}
              {' · '}
              {t('parts.photos', { count: photos.length, photos: format.count(photos.length) })}
            </span>
            {adding}
          </div>
          {encounters.map((encounter) => (
            <EncounterSection
              key={encounter.encounterId}
              state={state}
              encounter={encounter}
              photos={photosOf(state, encounter.encounterId)}
              selection={selection}
              onSelect={select}
              onEdit={() => setOpen(encounter)}
            />
          ))}
        </>
      )}
      <PhotosBar state={state} selection={selection} onDone={() => select(new Set())} />
      <EncounterDialog
        projectId={projectId}
        encounter={typeof open === 'object' ? open : null}
        opened={open === 'new' || typeof open === 'object'}
        onClose={close}
      />
      <AddFolderDialog projectId={projectId} opened={open === 'folder'} onClose={close} />
      <CsvDialog projectId={projectId} opened={open === 'table'} onClose={close} />
    </div>
  )
}
