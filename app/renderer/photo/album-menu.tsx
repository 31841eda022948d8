import { ActionIcon, Button, Divider, Group, Popover, Stack, Text, TextInput, Tooltip } from '@mantine/core'
import { IconAlbum, IconPlus } from '@tabler/icons-react'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PhotoId } from '../../../core/api.ts'
import { useCall } from '../shell/use-call.ts'
import { useShell } from '../shell/use-shell.ts'
import { useAttempt } from '../parts/use-attempt.ts'
import { useNotify } from '../parts/use-notify.ts'

/** Puts the photo into an album, or into a new one. */
export function AlbumMenu({ photoId }: { readonly photoId: PhotoId }) {
  const { t } = useTranslation()
  const shell = useShell()
  const notify = useNotify()
  const attempt = useAttempt()
  const [opened, setOpened] = useState(false)
  const [name, setName] = useState('')
  const facets = useCall('facets', [], { enabled: opened })

  const add = async (album: { readonly albumId: number } | null) => {
    setOpened(false)
    await attempt(async () => {
      const { albumId } = album ?? (await shell.call('createAlbum', name.trim()))
      const changed = await shell.call('addToAlbum', albumId, [photoId])
      setName('')
      notify({ message: t('photo.addedTo', { album: changed.name }) })
    })
  }
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    if (name.trim() !== '') void add(null)
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus shadow="md" width={280}>
      <Popover.Target>
        <Tooltip label={t('photo.addToAlbum')} openDelay={400}>
          <ActionIcon
            size="lg"
            variant="subtle"
            color="gray"
            aria-label={t('photo.addToAlbum')}
            onClick={() => setOpened(!opened)}
          >
            <IconAlbum size={20} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('photo.addToAlbum')}>
        <Stack gap="xs">
          {facets.data?.albums.map((album) => (
            <Button
              key={album.albumId}
              variant="subtle"
              color="gray"
              size="compact-md"
              justify="space-between"
              rightSection={<Text size="xs">{album.photos}</Text>}
              onClick={() => void add(album)}
            >
              {album.name}
            </Button>
          ))}
          {facets.data !== undefined && facets.data.albums.length > 0 && <Divider />}
          <form onSubmit={onSubmit}>
            <Group gap="xs" wrap="nowrap">
              <TextInput
                data-autofocus
                flex={1}
                size="sm"
                maxLength={200}
                aria-label={t('photo.newAlbum')}
                placeholder={t('photo.newAlbum')}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <ActionIcon
                type="submit"
                size="input-sm"
                aria-label={t('photo.createAlbum')}
                disabled={name.trim() === ''}
              >
                <IconPlus size={18} />
              </ActionIcon>
            </Group>
          </form>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
