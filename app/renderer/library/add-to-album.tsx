import { Button, Menu } from '@mantine/core'
import { IconAlbum, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PhotoId } from '../../../core/api.ts'
import type { Album } from '../../../core/api/browse.ts'
import { useNotify } from '../parts/use-notify.ts'
import { useShell } from '../shell/use-shell.ts'
import { NameDialog } from './name-dialog.tsx'
import { useAttempt } from '../parts/use-attempt.ts'

interface Props {
  readonly photoIds: readonly PhotoId[]
  readonly albums: readonly Album[]
  readonly onDone: () => void
}

/** Puts the selected photos into an album that is there, or into a new one. */
export function AddToAlbum({ photoIds, albums, onDone }: Props) {
  const { t } = useTranslation()
  const notify = useNotify()
  const shell = useShell()
  const attempt = useAttempt()
  const [isNaming, setNaming] = useState(false)
  const [typed, setTyped] = useState('')

  const add = (albumOf: () => Promise<Album>) =>
    void attempt(async () => {
      const { albumId } = await albumOf()
      const { name } = await shell.call('addToAlbum', albumId, photoIds)
      notify({ message: t('library.addedToAlbum', { name }) })
      onDone()
    })
  const create = (name: string) => {
    setNaming(false)
    add(() => shell.call('createAlbum', name))
    setTyped('')
  }
  return (
    <>
      <Menu position="top" shadow="md">
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<IconAlbum size={16} />}>
            {t('library.addToAlbum')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
          <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => setNaming(true)}>
            {t('library.newAlbum')}
          </Menu.Item>
          {albums.length > 0 && <Menu.Divider />}
          {albums.map((album) => (
            <Menu.Item key={album.albumId} onClick={() => add(() => Promise.resolve(album))}>
              {album.name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <NameDialog
        opened={isNaming}
        onClose={() => setNaming(false)}
        title={t('library.newAlbum')}
        action={t('library.create')}
        typed={typed}
        onType={setTyped}
        onName={create}
      />
    </>
  )
}
