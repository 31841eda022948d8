import { Badge, Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core'
import { IconPlugConnectedX, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { FolderStatus } from '../../../core/api.ts'
import { DialogButtons } from '../parts/dialog-buttons.tsx'
import { ErrorState } from '../parts/error-state.tsx'
import { JobProgress } from '../parts/job-progress.tsx'
import { useAction } from '../parts/use-action.ts'
import { useFormat } from '../parts/use-format.ts'
import { isRunning, useShellState } from '../shell/shell-state.ts'
import { useCall } from '../shell/use-call.ts'
import { useShell } from '../shell/use-shell.ts'
import { Section } from './section.tsx'
import styles from './settings.module.css'

/** Folders that the library watches over: how many photos each holds, whether it is to be reached. */
export function FoldersSection() {
  const { t } = useTranslation()
  const shell = useShell()
  const status = useCall('status', [])
  const rescan = useShellState(({ jobs }) => jobs.find((job) => job.request.kind === 'rescan' && isRunning(job)))
  const { isBusy, run } = useAction()
  const [removing, setRemoving] = useState<FolderStatus | null>(null)
  return (
    <Section title={t('settings.folders')}>
      {status.isError && <ErrorState error={status.error} onRetry={() => void status.refetch()} />}
      {status.isPending && <Skeleton height={48} />}
      <Stack gap={0} component="ul" m={0} p={0}>
        {status.data?.folders.map((folder) => (
          <Folder key={folder.path} folder={folder} onRemove={() => setRemoving(folder)} />
        ))}
      </Stack>
      {status.data?.folders.length === 0 && (
        <Group justify="space-between">
          <Text size="sm">{t('settings.noFolders')}</Text>
          <Button component={Link} href="/" variant="light">
            {t('settings.toLibrary')}
          </Button>
        </Group>
      )}
      {rescan !== undefined && <JobProgress job={rescan} title={t('settings.rescanning')} />}
      {rescan === undefined && (status.data?.folders.length ?? 0) > 0 && (
        <Group mt="sm">
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} />}
            disabled={isBusy}
            onClick={() => run(() => shell.call('startJob', { kind: 'rescan' }))}
          >
            {t('settings.rescan')}
          </Button>
        </Group>
      )}
      <RemoveDialog folder={removing} onClose={() => setRemoving(null)} />
    </Section>
  )
}

function Folder({ folder, onRemove }: { readonly folder: FolderStatus; readonly onRemove: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { path, online, exclude, photos, failed } = folder
  const facts = [
    t('parts.photos', { count: photos, photos: format.count(photos) }),
    ...(failed > 0 ? [t('settings.failed', { count: failed, files: format.count(failed) })] : []),
    ...(exclude.length > 0 ? [t('settings.without', { globs: exclude.join(', ') })] : []),
  ]
  return (
    <li className={styles.row}>
      <div className={styles.rowText}>
        <Group gap="xs" wrap="nowrap">
          <Text size="sm" fw={600} className={styles.path}>
            {path}
          </Text>
          {!online && (
            <Badge variant="default" flex="none" leftSection={<IconPlugConnectedX size={12} />}>
              {t('settings.offline')}
            </Badge>
          )}
        </Group>
        <Text size="sm">{facts.join(' · ')}</Text>
        {!online && <Text size="sm">{t('settings.offlineText')}</Text>}
      </div>
      <Button
        variant="subtle"
        color="gray"
        flex="none"
        leftSection={<IconTrash size={16} />}
        aria-label={t('settings.removeNamed', { path })}
        onClick={onRemove}
      >
        {t('settings.remove')}
      </Button>
    </li>
  )
}

function RemoveDialog({ folder, onClose }: { readonly folder: FolderStatus | null; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const shell = useShell()
  const client = useQueryClient()
  const { isBusy, run } = useAction()
  return (
    <Modal
      opened={folder !== null}
      onClose={onClose}
      title={t('settings.removeTitle')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <Text className={styles.path} fw={600}>
        {folder?.path}
      </Text>
      <Text mt="xs">{t('settings.removeText')}</Text>
      <DialogButtons onCancel={onClose}>
        <Button
          color="red"
          disabled={isBusy}
          onClick={() =>
            run(async () => {
              if (folder !== null) await shell.call('remove', folder.path)
              onClose()
              await client.invalidateQueries({ queryKey: ['call'] })
            })
          }
        >
          {t('settings.remove')}
        </Button>
      </DialogButtons>
    </Modal>
  )
}
