import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { ToolButton } from '../../parts/tool-button.tsx'
import { useFormat } from '../../parts/use-format.ts'
import { encounterOf, individualOf } from '../parts/project-index.ts'
import { dayOf } from './day-of.ts'
import type { ReviewActions } from './use-review-commands.ts'
import type { Desk } from './use-review-desk.ts'
import styles from './review.module.css'

interface Props {
  readonly state: ProjectState
  readonly desk: Desk
  readonly actions: ReviewActions
}

/** Who is held beside the photo, how probable, and which of their photos it is. */
export function CandidateCaption({ state, desk, actions }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { candidate, beside, choice, photos } = desk
  if (candidate === null || beside === null || choice === null) return <div className={styles.caption} />
  const encounter = encounterOf(state, beside.encounterId)
  const day = dayOf(encounter, format, t)
  const { probability } = candidate
  return (
    <div className={styles.caption}>
      <div className={styles.captionWords}>
        <strong>
          {individualOf(state, candidate.individualId)?.name}
          <span className={styles.same}>
            {probability === null
              ? t('review.sameUnknown')
              : t('review.same', { probability: format.percent(probability) })}
          </span>
        </strong>
        <span>{[day, encounter?.place ?? ''].filter((part) => part !== '').join(' · ')}</span>
      </div>
      {photos.length > 1 && (
        <div className={styles.quality}>
          <ToolButton name={t('review.previousPhoto')} onClick={() => actions.run({ kind: 'photo', step: -1 })}>
            <IconChevronUp size={16} />
          </ToolButton>
          <span>{t('review.photoOf', { photo: format.count(choice.photo + 1), count: photos.length })}</span>
          <ToolButton name={t('review.nextPhoto')} onClick={() => actions.run({ kind: 'photo', step: 1 })}>
            <IconChevronDown size={16} />
          </ToolButton>
        </div>
      )}
    </div>
  )
}
