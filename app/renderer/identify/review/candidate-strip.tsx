import { Button, Loader, Tooltip } from '@mantine/core'
import { IconSearch, IconUserSearch } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Candidate, ProjectState } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { AnnotationCrop } from '../parts/annotation-crop.tsx'
import { annotationOf, individualOf } from '../parts/project-index.ts'
import type { ReviewActions } from './use-review-commands.ts'
import type { Desk } from './use-review-desk.ts'
import styles from './review.module.css'

interface Props {
  readonly state: ProjectState
  readonly desk: Desk
  readonly actions: ReviewActions
  readonly isSearching: boolean
}

/** Beyond these a person looks for a name (`F`). */
const MOST = 30

/** Who it may be, best first, and what these probabilities are worth. */
export function CandidateStrip({ state, desk, actions, isSearching }: Props) {
  const { t } = useTranslation()
  return (
    <section className={styles.candidates} aria-label={t('review.candidatesTitle')}>
      <div className={styles.candidatesLine}>
        <WhatWasCompared desk={desk} />
        <span className={styles.spring} />
        {state.individuals.length > 0 && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconUserSearch size={16} aria-hidden />}
            onClick={() => actions.run({ kind: 'choose' })}
          >
            {t('review.choose')}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          disabled={isSearching}
          leftSection={isSearching ? <Loader size={14} /> : <IconSearch size={16} aria-hidden />}
          onClick={() => actions.run({ kind: 'search-all' })}
        >
          {t(isSearching ? 'review.searchingAll' : 'review.searchAll')}
        </Button>
      </div>
      {desk.candidates.length > 0 && (
        <ol className={styles.strip} aria-label={t('review.candidates')}>
          {desk.candidates.slice(0, MOST).map((candidate) => (
            <CandidateCard
              key={candidate.individualId}
              state={state}
              candidate={candidate}
              isShown={candidate.individualId === desk.choice?.individualId}
              onChoose={() => desk.choose({ individualId: candidate.individualId, photo: 0 })}
            />
          ))}
        </ol>
      )}
    </section>
  )
}

function WhatWasCompared({ desk: { answer } }: Pick<Props, 'desk'>) {
  const { t } = useTranslation()
  const format = useFormat()
  if (answer === undefined) return null
  const { calibratedBy, compared, comparable, expectedRecall, probabilityNew } = answer
  const by = calibratedBy ?? 'none'
  const parts = [
    ...(probabilityNew === null ? [] : [t('review.probabilityNew', { probability: format.percent(probabilityNew) })]),
    t('review.compared', { compared: format.count(compared), comparable: format.count(comparable) }),
    ...(expectedRecall === null || compared >= comparable
      ? []
      : [t('review.recall', { recall: format.percent(expectedRecall) })]),
  ]
  return (
    <>
      <Tooltip
        label={t(`review.calibrationText.${by}`)}
        multiline
        w={320}
        events={{ hover: true, focus: true, touch: true }}
      >
        <span
          className={styles.calibration}
          data-by={by}
          tabIndex={0}
          aria-description={t(`review.calibrationText.${by}`)}
        >
          {t(`review.calibration.${by}`)}
        </span>
      </Tooltip>
      <span className={styles.compared}>{parts.join(' · ')}</span>
    </>
  )
}

interface CardProps {
  readonly state: ProjectState
  readonly candidate: Candidate
  readonly isShown: boolean
  readonly onChoose: () => void
}

function CandidateCard({ state, candidate, isShown, onChoose }: CardProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const ref = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isShown) ref.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [isShown])
  const annotation = annotationOf(state, candidate.annotationId)
  const name = individualOf(state, candidate.individualId)?.name ?? ''
  const probability = candidate.probability === null ? t('review.sameUnknown') : format.percent(candidate.probability)
  return (
    <li>
      <button
        ref={ref}
        type="button"
        className={styles.candidate}
        aria-current={isShown ? 'true' : undefined}
        tabIndex={isShown ? 0 : -1}
        onClick={onChoose}
      >
        <span className={styles.candidatePicture}>
          {annotation !== undefined && <AnnotationCrop state={state} annotation={annotation} width={72} alt="" />}
        </span>
        <span className={styles.candidateWords}>
          <span className={styles.candidateName}>{name}</span>{' '}
          {candidate.probability !== null && <span>{probability}</span>}
          {candidate.probability !== null && (
            <span className={styles.bar}>
              <span style={{ width: `${100 * candidate.probability}%` }} />
            </span>
          )}
        </span>
      </button>
    </li>
  )
}
