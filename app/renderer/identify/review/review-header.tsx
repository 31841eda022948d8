import { ActionIcon, Button, Progress, Text, Tooltip } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowLeft,
  IconChecks,
  IconKeyboard,
  IconUser,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { ToolButton } from '../../parts/tool-button.tsx'
import { useFormat } from '../../parts/use-format.ts'
import { tabAddress } from '../parts/addresses.ts'
import { useReviewer } from '../parts/use-reviewer.ts'
import { useReviewState } from './review-state.ts'
import type { ReviewActions } from './use-review-commands.ts'
import type { Desk } from './use-review-desk.ts'
import styles from './review.module.css'

interface Props {
  readonly state: ProjectState
  readonly desk: Desk
  readonly actions: ReviewActions
}

/** Where in the work one is, who does it, and what can be taken back. */
export function ReviewHeader({ state, desk, actions }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { name, change } = useReviewer()
  const isSaving = useReviewState(({ pending }) => pending > 0)
  const { projectId, species } = state.project
  const total = state.annotations.length
  const left = t('review.left', { count: desk.left, n: format.count(desk.left) })
  const place = t('review.place', { place: format.count(desk.place), of: format.count(desk.of) })
  return (
    <header className={styles.header}>
      <Tooltip label={t('review.backToProject')}>
        <ActionIcon
          component={Link}
          href={tabAddress(projectId, 'encounters')}
          size="lg"
          variant="subtle"
          color="gray"
          aria-label={t('review.backToProject')}
        >
          <IconArrowLeft size={20} />
        </ActionIcon>
      </Tooltip>
      <div className={styles.where}>
        <h1 className={styles.title}>
          <span className={styles.species}>{species}</span>
          <span className={styles.place}>{desk.query === null ? left : `${place} · ${left}`}</span>
        </h1>
        <Progress
          value={total === 0 ? 0 : (100 * (total - desk.left)) / total}
          size={4}
          aria-label={t('review.progress')}
        />
      </div>
      <Text size="xs" className={styles.saving} aria-hidden>
        {isSaving ? t('review.waiting') : ''}
      </Text>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        leftSection={<IconUser size={16} aria-hidden />}
        aria-label={name === '' ? t('review.reviewerUnknown') : t('review.reviewer', { name })}
        className={styles.who}
        onClick={change}
      >
        {name === '' ? t('review.reviewerUnknown') : name}
      </Button>
      <Tooltip label={t('review.acceptManyKey')}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconChecks size={16} aria-hidden />}
          onClick={() => actions.run({ kind: 'accept' })}
        >
          {t('review.acceptMany')}
        </Button>
      </Tooltip>
      <div className={styles.tools}>
        <ToolButton name={t('review.undo')} onClick={() => actions.run({ kind: 'undo' })}>
          <IconArrowBackUp size={20} />
        </ToolButton>
        <ToolButton name={t('review.redo')} onClick={() => actions.run({ kind: 'redo' })}>
          <IconArrowForwardUp size={20} />
        </ToolButton>
        <ToolButton name={t('review.keys')} onClick={() => actions.run({ kind: 'help' })}>
          <IconKeyboard size={20} />
        </ToolButton>
      </div>
    </header>
  )
}
