import { ActionIcon, Button, Menu, Modal, Text } from '@mantine/core'
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DialogButtons } from '../parts/dialog-buttons.tsx'
import { useQueryState } from '../query/query-state.ts'
import { useShell } from '../shell/use-shell.ts'
import { NameDialog } from './name-dialog.tsx'
import { useAttempt } from '../parts/use-attempt.ts'

interface Props {
  readonly albumId: number
  readonly name: string
}

/** Renames or deletes an album. */
export function AlbumActions({ albumId, name }: Props) {
  const { t } = useTranslation()
  const shell = useShell()
  const attempt = useAttempt()
  const { filter, setFilter } = useQueryState()
  const [asking, setAsking] = useState<'rename' | 'delete' | null>(null)
  const [typed, setTyped] = useState(name)

  const rename = (newName: string) => {
    setAsking(null)
    void attempt(() => shell.call('renameAlbum', albumId, newName))
  }
  const remove = () => {
    setAsking(null)
    if (filter.album === albumId) setFilter({ album: undefined })
    void attempt(() => shell.call('deleteAlbum', albumId))
  }
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon size={24} variant="subtle" color="gray" aria-label={t('library.albumActions', { name })}>
            <IconDots size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => (setTyped(name), setAsking('rename'))}>
            {t('library.rename')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => setAsking('delete')}>
            {t('library.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <NameDialog
        opened={asking === 'rename'}
        onClose={() => setAsking(null)}
        title={t('library.renameAlbum', { name })}
        action={t('library.rename')}
        typed={typed}
        onType={setTyped}
        onName={rename}
      />
      <Modal
        opened={asking === 'delete'}
        onClose={() => setAsking(null)}
        title={t('library.deleteAlbum', { name })}
        closeButtonProps={{ 'aria-label': t('parts.close') }}
      >
        <Text>{t('library.deleteAlbumText')}</Text>
        <DialogButtons onCancel={() => setAsking(null)}>
          <Button color="red.8" onClick={remove} data-autofocus>
            {t('library.delete')}
          </Button>
        </DialogButtons>
      </Modal>
    </>
  )
}
