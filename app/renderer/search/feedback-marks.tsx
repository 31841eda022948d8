import { Button } from '@mantine/core'
import { IconThumbDown, IconThumbUp, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { PhotoId } from '../../../core/api.ts'
import { useQueryState } from '../query/query-state.ts'
import { PartPicture } from './part-picture.tsx'
import styles from './query-bar.module.css'

/** The photos marked as "more like" and "less like"; a click takes the mark away. */
export function FeedbackMarks() {
  const { t } = useTranslation()
  const { like, unlike } = useQueryState((state) => state.feedback)
  const clearFeedback = useQueryState((state) => state.clearFeedback)
  return (
    <div className={styles.marks}>
      {like.length > 0 && (
        <>
          <IconThumbUp size={16} aria-hidden />
          <span>{t('query.liked')}</span>
          {like.map((photoId) => (
            <Mark key={photoId} photoId={photoId} />
          ))}
        </>
      )}
      {unlike.length > 0 && (
        <>
          <IconThumbDown size={16} aria-hidden />
          <span>{t('query.unliked')}</span>
          {unlike.map((photoId) => (
            <Mark key={photoId} photoId={photoId} />
          ))}
        </>
      )}
      <Button size="compact-xs" variant="subtle" onClick={clearFeedback}>
        {t('query.clearMarks')}
      </Button>
    </div>
  )
}

function Mark({ photoId }: { readonly photoId: PhotoId }) {
  const { t } = useTranslation()
  const unmark = useQueryState((state) => state.unmark)
  return (
    <button
      type="button"
      className={styles.mark}
      title={t('query.unmark')}
      aria-label={t('query.unmark')}
      onClick={() => unmark(photoId)}
    >
      <PartPicture part={{ kind: 'photo', photoId }} />
      <span className={styles.markRemove} aria-hidden>
        <IconX size={16} />
      </span>
    </button>
  )
}
