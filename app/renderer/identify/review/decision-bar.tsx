import { Button, Kbd } from '@mantine/core'
import {
  IconArrowBackUp,
  IconCheck,
  IconClock,
  IconEyeOff,
  IconHelpCircle,
  IconUserPlus,
  IconX,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { VERDICTS } from '../../../../core/api/identify.ts'
import { DECISION_KEYS } from './review-keys.ts'
import type { ReviewActions } from './use-review-commands.ts'
import styles from './review.module.css'

interface Props {
  readonly actions: ReviewActions
  /** Whether somebody is held beside the photo. */
  readonly hasCandidate: boolean
}

const ICONS = {
  match: IconCheck,
  'not-this-one': IconX,
  'new-individual': IconUserPlus,
  'cant-tell': IconHelpCircle,
  'poor-photo': IconEyeOff,
} as const

/** The five decisions with their keys, and the two ways on without one. */
export function DecisionBar({ actions, hasCandidate }: Props) {
  const { t } = useTranslation()
  return (
    <div className={styles.decisions} role="group" aria-label={t('review.decisions')}>
      {VERDICTS.map((verdict) => {
        const Icon = ICONS[verdict]
        const key = DECISION_KEYS[verdict]
        return (
          <Button
            key={verdict}
            variant={verdict === 'match' ? 'filled' : 'default'}
            disabled={!hasCandidate && (verdict === 'match' || verdict === 'not-this-one')}
            leftSection={<Icon size={18} stroke={1.8} aria-hidden />}
            rightSection={<Kbd className={styles.key}>{key}</Kbd>}
            aria-keyshortcuts={key.toLowerCase()}
            onClick={() => actions.decide(verdict)}
          >
            {t(`identify.verdicts.${verdict}`)}
          </Button>
        )
      })}
      <span className={styles.spring} />
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconArrowBackUp size={18} stroke={1.8} aria-hidden />}
        onClick={() => actions.run({ kind: 'back' })}
      >
        {t('review.back')}
      </Button>
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconClock size={18} stroke={1.8} aria-hidden />}
        onClick={() => actions.run({ kind: 'skip' })}
      >
        {t('review.skip')}
      </Button>
    </div>
  )
}
