import { Button, Checkbox, Group, Loader, Modal, Text, Tooltip } from '@mantine/core'
import { IconShieldQuestion } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { AcceptPreview, ProjectState } from '../../../../core/api/photo-id.ts'
import { DialogButtons } from '../../parts/dialog-buttons.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { useFormat } from '../../parts/use-format.ts'
import { useCall } from '../../shell/use-call.ts'
import { tabAddress } from '../parts/addresses.ts'
import { AcceptPair } from './accept-pair.tsx'
import styles from './review.module.css'

type Matches = AcceptPreview['matches']

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
  readonly state: ProjectState
  readonly onAccept: (matches: Matches) => void
}

/** Shows what a rule would accept, pair by pair, before anything is. */
export function AcceptDialog({ opened, onClose, state, onAccept }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={960}
      title={t('review.accept.title')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <Preview state={state} onAccept={onAccept} onClose={onClose} />
    </Modal>
  )
}

function Preview({ state, onAccept, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation()
  const { projectId } = state.project
  const preview = useCall('previewAccept', [projectId])
  if (preview.isError) return <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
  if (preview.data === undefined)
    return (
      <Group justify="center" p="xl" role="status">
        <Loader size="sm" />
        <Text size="sm">{t('review.accept.loading')}</Text>
      </Group>
    )
  const { matches, threshold, calibratedBy } = preview.data
  if (matches.length > 0) return <Pairs state={state} preview={preview.data} onAccept={onAccept} onClose={onClose} />
  const isUnsure = threshold === null || calibratedBy === null
  return (
    <EmptyState
      icon={<IconShieldQuestion size={40} stroke={1.4} />}
      title={t(isUnsure ? 'review.accept.noThreshold' : 'review.accept.none')}
      text={t(isUnsure ? 'review.accept.noThresholdText' : 'review.accept.noneText')}
    >
      <Button variant="default" component={Link} href={tabAddress(projectId, 'calibration')}>
        {t('identify.tabs.calibration')}
      </Button>
    </EmptyState>
  )
}

interface PairsProps extends Omit<Props, 'opened'> {
  readonly preview: AcceptPreview
}

function Pairs({ state, preview, onAccept, onClose }: PairsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set())
  const { matches } = preview
  const ticked = matches.filter(({ queryId }) => !without.has(queryId))
  const toggle = (queryId: string) =>
    setWithout((now) =>
      now.has(queryId) ? new Set([...now].filter((id) => id !== queryId)) : new Set([...now, queryId]),
    )
  const isAll = ticked.length === matches.length
  return (
    <>
      <Text size="sm">{t('review.accept.intro')}</Text>
      <Facts preview={preview} />
      <Group justify="space-between" mb="xs">
        <Checkbox
          label={t(isAll ? 'review.accept.noneTicked' : 'review.accept.all')}
          checked={isAll}
          indeterminate={ticked.length > 0 && !isAll}
          onChange={() => setWithout(isAll ? new Set(matches.map(({ queryId }) => queryId)) : new Set())}
        />
      </Group>
      <ul className={styles.acceptList} aria-label={t('review.accept.pairs')}>
        {matches.map((match) => (
          <AcceptPair
            key={match.queryId}
            state={state}
            match={match}
            isTicked={!without.has(match.queryId)}
            onToggle={() => toggle(match.queryId)}
          />
        ))}
      </ul>
      <DialogButtons onCancel={onClose}>
        <Button data-autofocus disabled={ticked.length === 0} onClick={() => onAccept(ticked)}>
          {t('review.accept.do', { count: ticked.length, n: format.count(ticked.length) })}
        </Button>
      </DialogButtons>
    </>
  )
}

function Facts({ preview }: { readonly preview: AcceptPreview }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { precisionTarget, threshold, precision, precisionLowerBound, calibratedBy, rest } = preview
  const share = (value: number | null) => (value === null ? t('review.accept.unknown') : format.percentFine(value))
  const facts = [
    [t('review.accept.target'), share(precisionTarget)],
    [t('review.accept.threshold'), share(threshold)],
    [
      t('review.accept.precision'),
      precision === null
        ? t('review.accept.unknown')
        : t('review.accept.precisionIs', { precision: share(precision), low: share(precisionLowerBound) }),
    ],
    [t('review.accept.rest'), format.count(rest)],
  ] as const
  return (
    <Tooltip label={t('review.accept.precisionHint')} multiline w={300}>
      <dl className={styles.acceptFacts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{t('review.accept.by')}</dt>
          <dd>{t(`review.calibration.${calibratedBy ?? 'none'}`)}</dd>
        </div>
      </dl>
    </Tooltip>
  )
}
