import { ActionIcon, Button, Group, Modal, Text } from '@mantine/core'
import { IconFolderPlus, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FolderStatus } from '../../../core/api.ts'
import { useAddFolders } from '../library/use-add-folders.ts'
import { DialogButtons } from '../parts/dialog-buttons.tsx'
import { useAttempt } from '../parts/use-attempt.ts'
import { useFormat } from '../parts/use-format.ts'
import { useShell } from '../shell/use-shell.ts'
import styles from './jobs.module.css'

/** The folders of the library: add, remove, look for changes. */
export function FolderList({ folders }: { readonly folders: readonly FolderStatus[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const shell = useShell()
  const attempt = useAttempt()
  const { ask } = useAddFolders()
  const [leaving, setLeaving] = useState<string | null>(null)
  return (
    <div>
      <h3 className={styles.title}>{t('jobs.folders')}</h3>
      <ul className={styles.list}>
        {folders.length === 0 && <li className={styles.line}>{t('jobs.noFolders')}</li>}
        {folders.map(({ path, online, photos }) => (
          <li key={path} className={styles.folder}>
            <span className={styles.path} title={path}>
              {path}
            </span>
            <span className={styles.line}>{online ? format.count(photos) : t('jobs.offline')}</span>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={24}
              aria-label={t('jobs.removeFolder', { folder: path })}
              onClick={() => setLeaving(path)}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Group gap="xs" mt="xs">
        <Button size="xs" variant="default" leftSection={<IconFolderPlus size={16} />} onClick={ask}>
          {t('library.addFolder')}
        </Button>
        {folders.length > 0 && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={16} />}
            onClick={() => void attempt(() => shell.call('startJob', { kind: 'rescan' }))}
          >
            {t('jobs.lookForChanges')}
          </Button>
        )}
      </Group>
      <Modal
        opened={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t('jobs.removeFolderTitle')}
        closeButtonProps={{ 'aria-label': t('parts.close') }}
      >
        <Text className={styles.wrap}>{t('jobs.removeFolderText', { folder: leaving ?? '' })}</Text>
        <DialogButtons onCancel={() => setLeaving(null)} focusesCancel>
          <Button
            color="red.8"
            onClick={() => {
              setLeaving(null)
              void attempt(() => shell.call('remove', leaving ?? ''))
            }}
          >
            {t('jobs.remove')}
          </Button>
        </DialogButtons>
      </Modal>
    </div>
  )
}
