import { Loader, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Picture } from './use-progressive-picture.ts'
import styles from './zoom.module.css'

/** Over a stage: whether a sharper picture is on its way, or can't be had. */
export function PictureStatus({ isSharp, failed }: Pick<Picture, 'isSharp' | 'failed'>) {
  const { t } = useTranslation()
  if (failed)
    return (
      <p className={styles.onlyThumbnail} role="alert">
        {t('photo.onlyThumbnail')}
      </p>
    )
  if (isSharp) return null
  return (
    <span className={styles.sharpening} role="status">
      <Loader size="xs" color="white" type="dots" />
      <VisuallyHidden>{t('photo.loadingSharper')}</VisuallyHidden>
    </span>
  )
}
