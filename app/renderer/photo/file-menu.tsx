import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCopy, IconDots, IconDownload, IconExternalLink, IconFolderOpen } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { PhotoId } from '../../../core/api.ts'
import { useAttempt } from '../parts/use-attempt.ts'
import { useNotify } from '../parts/use-notify.ts'
import { useShell } from '../shell/use-shell.ts'

interface Props {
  readonly photoId: PhotoId
  readonly path: string | null
}

/** What to do with the file itself: by the system on the desktop, as a download in a browser. */
export function FileMenu({ photoId, path }: Props) {
  const { t } = useTranslation()
  const shell = useShell()
  const clipboard = useClipboard()
  const { desktop } = shell
  const notify = useNotify()
  const attempt = useAttempt()
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Tooltip label={t('photo.file')} openDelay={400}>
          <ActionIcon size="lg" variant="subtle" color="gray" aria-label={t('photo.file')}>
            <IconDots size={20} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {desktop === null ? (
          <Menu.Item component="a" href={shell.originalUrl(photoId)} download leftSection={<IconDownload size={16} />}>
            {t('photo.download')}
          </Menu.Item>
        ) : (
          <>
            <Menu.Item
              leftSection={<IconFolderOpen size={16} />}
              onClick={() => void attempt(() => desktop.showInFileManager(photoId))}
            >
              {t('photo.showInFileManager')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconExternalLink size={16} />}
              onClick={() => void attempt(() => desktop.openWith(photoId))}
            >
              {t('photo.openWith')}
            </Menu.Item>
          </>
        )}
        <Menu.Item
          leftSection={<IconCopy size={16} />}
          disabled={path === null}
          onClick={() => {
            clipboard.copy(path)
            notify({ message: t('photo.pathCopied') })
          }}
        >
          {t('photo.copyPath')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
