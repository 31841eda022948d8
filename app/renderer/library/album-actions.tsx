import { ActionIcon, Button, Group, Menu, Modal, Text, TextInput } from '@mantine/core'
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQueryState } from '../query/query-state.ts'
import { useShell } from '../shell/use-shell.ts'
import { useAttempt } from './use-attempt.ts'

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

  const rename = (event: SubmitEvent) => {
    event.preventDefault()
    if (typed.trim() === '') return
    setAsking(null)
    void attempt(() => shell.call('renameAlbum', albumId, typed.trim()))
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
      <Modal
        opened={asking === 'rename'}
        onClose={() => setAsking(null)}
        title={t('library.renameAlbum', { name })}
        closeButtonProps={{ 'aria-label': t('parts.close') }}
      >
        <form onSubmit={rename}>
          <TextInput
            data-autofocus
            maxLength={200}
            label={t('library.albumName')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Group justify="flex-end" mt="md">
            <Button type="submit" disabled={typed.trim() === ''}>
              {t('library.rename')}
            </Button>
          </Group>
        </form>
      </Modal>
      <Modal
        opened={asking === 'delete'}
        onClose={() => setAsking(null)}
        title={t('library.deleteAlbum', { name })}
        closeButtonProps={{ 'aria-label': t('parts.close') }}
      >
        <Text>{t('library.deleteAlbumText')}</Text>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => setAsking(null)}>
            {t('parts.cancel')}
          </Button>
          <Button color="red.8" onClick={remove} data-autofocus>
            {t('library.delete')}
          </Button>
        </Group>
      </Modal>
    </>
  )
}
