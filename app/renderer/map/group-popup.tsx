import { Button, CloseButton, Paper, UnstyledButton } from '@mantine/core'
import { useFocusTrap } from '@mantine/hooks'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { usePhotoList } from '../photo/photo-list.ts'
import { goTo } from '../shell/hash-location.ts'
import { useShell } from '../shell/use-shell.ts'
import type { PhotoGroup } from './groups.ts'
import styles from './map.module.css'

interface Props {
  readonly group: PhotoGroup
  readonly name: string
  /** null: the group is as near as the map goes */
  readonly onZoom: (() => void) | null
  readonly onClose: () => void
}

/** Some photos of a group, each a way to it. */
export function GroupPopup({ group, name, onZoom, onClose }: Props) {
  const { t } = useTranslation()
  const shell = useShell()
  const trap = useFocusTrap()
  useEffect(() => {
    const before = document.activeElement
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <Paper
      ref={trap}
      className={styles.popup}
      shadow="lg"
      withBorder
      role="dialog"
      aria-label={name}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div className={styles.popupHead}>
        <strong>{name}</strong>
        <CloseButton aria-label={t('parts.close')} onClick={onClose} />
      </div>
      <div className={styles.pictures}>
        {group.sample.map((photoId, i) => (
          <UnstyledButton
            key={photoId}
            className={styles.picture}
            aria-label={`${t('mapScreen.open')} ${i + 1}`}
            onClick={() => {
              usePhotoList.getState().setList(group.sample, name)
              goTo(`/photo/${photoId}`)
            }}
          >
            <img src={shell.thumbnailUrl(photoId)} alt="" />
          </UnstyledButton>
        ))}
      </div>
      {onZoom !== null && (
        <Button size="xs" variant="default" onClick={onZoom}>
          {t('mapScreen.zoomIn')}
        </Button>
      )}
    </Paper>
  )
}
