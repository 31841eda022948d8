import { Button, Loader } from '@mantine/core'
import { IconFolderPlus, IconPhotoSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../parts/empty-state.tsx'
import { isRunning, useShellState } from '../shell/shell-state.ts'
import { useShell } from '../shell/use-shell.ts'
import { useAddFolders } from './use-add-folders.ts'

/** A library without photos: where they come from. */
export function FirstRun() {
  const { t } = useTranslation()
  const shell = useShell()
  const { ask, addSamples } = useAddFolders()
  const isAdding = useShellState(({ jobs }) =>
    jobs.some((job) => isRunning(job) && ['add', 'add-samples', 'rescan'].includes(job.request.kind)),
  )
  return (
    <EmptyState
      icon={<IconPhotoSearch size={64} stroke={1.1} />}
      title={t('library.firstTitle')}
      text={
        isAdding
          ? t('library.indexing')
          : `${t('library.firstText')}${shell.desktop === null ? '' : ` ${t('library.firstDrop')}`}`
      }
    >
      {isAdding && <Loader size="sm" aria-hidden />}
      <Button
        size="md"
        variant={isAdding ? 'default' : 'filled'}
        leftSection={<IconFolderPlus size={20} />}
        onClick={ask}
      >
        {t('library.chooseFolder')}
      </Button>
      {!isAdding && (
        <Button size="md" variant="default" onClick={addSamples}>
          {t('library.samples')}
        </Button>
      )}
    </EmptyState>
  )
}
