import { ActionIcon, Button, Menu, Paper, Text, Tooltip } from '@mantine/core'
import { IconArrowRight, IconPhotoMinus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { useShell } from '../../shell/use-shell.ts'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { photoOf } from '../parts/project-index.ts'
import { useProjectAction } from '../parts/use-project.ts'
import { encounterLabel } from './encounter-name.ts'
import styles from './encounters.module.css'

interface Props {
  readonly state: ProjectState
  /** Content hashes. */
  readonly selection: ReadonlySet<string>
  readonly onDone: () => void
}

/** What can be done with the selected photos: move them to another encounter, take them out. */
export function PhotosBar({ state, selection, onDone }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const shell = useShell()
  const { projectId } = state.project
  const act = useProjectAction(projectId)
  const [isTaking, setTaking] = useState(false)
  const photos = [...selection].flatMap((hash) => photoOf(state, hash) ?? [])
  if (photos.length === 0) return null
  const photoIds = photos.flatMap(({ photoId }) => photoId ?? [])
  const count = { count: photos.length, photos: format.count(photos.length) }
  const move = (encounterId: string) =>
    void act(() => shell.call('putPhotos', projectId, encounterId, photoIds)).then((isDone) => isDone && onDone())
  const take = () => {
    const hashes = photos.map(({ contentHash }) => contentHash)
    void act(() => shell.call('takePhotos', projectId, hashes)).then((isDone) => isDone && onDone())
  }
  return (
    <>
      <Paper className={styles.bar} shadow="lg" withBorder role="toolbar" aria-label={t('encounters.selection')}>
        <span role="status">{t('encounters.selected', count)}</span>
        <Menu position="top" shadow="md">
          <Menu.Target>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconArrowRight size={16} />}
              disabled={photoIds.length < photos.length}
            >
              {t('encounters.moveTo')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
            {state.encounters.map((encounter) => (
              <Menu.Item key={encounter.encounterId} onClick={() => move(encounter.encounterId)}>
                {encounterLabel(encounter, format, t)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Button size="xs" variant="default" leftSection={<IconPhotoMinus size={16} />} onClick={() => setTaking(true)}>
          {t('encounters.takeOut')}
        </Button>
        <Tooltip label={t('library.selectNone')}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('library.selectNone')} onClick={onDone}>
            <IconX size={18} />
          </ActionIcon>
        </Tooltip>
      </Paper>
      <ConfirmDialog
        opened={isTaking}
        onClose={() => setTaking(false)}
        title={t('encounters.takeTitle', count)}
        action={t('encounters.takeOut')}
        onConfirm={take}
      >
        <Text>{t('encounters.takeText')}</Text>
      </ConfirmDialog>
    </>
  )
}
