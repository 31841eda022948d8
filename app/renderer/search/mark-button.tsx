import { IconThumbDown, IconThumbDownFilled, IconThumbUp, IconThumbUpFilled } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { PhotoId } from '../../../core/api.ts'
import { useQueryState } from '../query/query-state.ts'
import styles from './search.module.css'

interface Props {
  readonly photoId: PhotoId
  readonly as: 'like' | 'unlike'
  readonly isCurrent: boolean
}

/** Marks a result as more, or less, of what is wanted; a second click takes the mark away. */
export function MarkButton({ photoId, as, isCurrent }: Props) {
  const { t } = useTranslation()
  const isMarked = useQueryState((state) => state.feedback[as].includes(photoId))
  const mark = useQueryState((state) => state[as])
  const [Plain, Filled] = as === 'like' ? [IconThumbUp, IconThumbUpFilled] : [IconThumbDown, IconThumbDownFilled]
  const Icon = isMarked ? Filled : Plain
  const label = t(as === 'like' ? 'search.moreLike' : 'search.lessLike')
  return (
    <button
      type="button"
      className={styles.mark}
      tabIndex={isCurrent ? 0 : -1}
      title={label}
      aria-label={label}
      aria-pressed={isMarked}
      onClick={() => mark(photoId)}
    >
      <Icon size={16} />
    </button>
  )
}
