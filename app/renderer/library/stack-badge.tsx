import { IconStack2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { PhotoId } from '../../../core/api.ts'
import { useLibraryState } from './library-state.ts'
import styles from './library.module.css'

interface Props {
  readonly cover: PhotoId
  readonly photos: number
  readonly isOpen: boolean
}

/** How many photos lie behind this one; a click spreads them out. By keyboard: `e` on the photo. */
export function StackBadge({ cover, photos, isOpen }: Props) {
  const { t } = useTranslation()
  const toggleStack = useLibraryState((state) => state.toggleStack)
  const name = t(isOpen ? 'library.stackCollapse' : 'library.stackExpand', { photos })
  return (
    <button
      type="button"
      className={styles.stack}
      tabIndex={-1}
      title={name}
      aria-label={name}
      aria-expanded={isOpen}
      onClick={() => toggleStack(cover)}
    >
      <IconStack2 size={14} aria-hidden />
      {photos}
    </button>
  )
}
