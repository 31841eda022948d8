import { Checkbox } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { AcceptPreview, ProjectState } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { AnnotationCrop } from '../parts/annotation-crop.tsx'
import { annotationOf, individualOf, photoOf } from '../parts/project-index.ts'
import styles from './review.module.css'

interface Props {
  readonly state: ProjectState
  readonly match: AcceptPreview['matches'][number]
  readonly isTicked: boolean
  readonly onToggle: () => void
}

/** A photo and whom it would be, to be looked at and left out. */
export function AcceptPair({ state, match, isTicked, onToggle }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const query = annotationOf(state, match.queryId)
  const best = annotationOf(state, match.annotationId)
  const name = individualOf(state, match.individualId)?.name ?? ''
  const photo = query === undefined ? '' : (photoOf(state, query.contentHash)?.fileName ?? '')
  const probability = match.probability === null ? t('review.sameUnknown') : format.percentFine(match.probability)
  return (
    <li className={styles.acceptPair} data-ticked={isTicked || undefined}>
      <Checkbox
        checked={isTicked}
        onChange={onToggle}
        aria-label={t('review.accept.pair', { photo, name, probability })}
        classNames={{ root: styles.acceptTick }}
      />
      {query !== undefined && <AnnotationCrop state={state} annotation={query} width={140} alt="" />}
      <IconArrowRight size={16} aria-hidden />
      {best !== undefined && <AnnotationCrop state={state} annotation={best} width={140} alt="" />}
      <span className={styles.acceptName}>
        <strong>{name}</strong>
        <span>{probability}</span>
      </span>
    </li>
  )
}
