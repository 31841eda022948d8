import { Group, SegmentedControl, Text } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MatchedPoints } from '../../../core/api.ts'
import { useFormat } from '../parts/use-format.ts'
import { AlignedBlend } from './aligned-blend.tsx'
import { BlendControls } from './blend-controls.tsx'
import type { Shown } from './drawn-matches.ts'
import { MatchedPairView } from './matched-pair-view.tsx'
import { PairTools, ZoomTools } from './pair-tools.tsx'
import type { PairView } from './pair-view.ts'
import type { PictureSide } from './picture-side.ts'
import { useBlend } from './use-blend.ts'
import { useMatchSummary } from './use-match-summary.ts'
import styles from './matches.module.css'

interface Props {
  /** The query's picture; null: it can't be shown here. */
  readonly left: PictureSide | null
  readonly right: PictureSide
  readonly matches: MatchedPoints
  readonly view: PairView
  /** Further choices, before those of this. */
  readonly children?: ReactNode
}

/** What two pictures have in common: beside each other or laid over, with what steers that and what it comes to. */
export function MatchStudy({ left, right, matches, view, children }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [isOver, setOver] = useState(false)
  const [show, setShow] = useState<Shown>('inliers')
  const blend = useBlend()
  // The same list for the same matches: what is pointed out is of that list.
  const all = useMemo(() => [matches], [matches])
  const summary = useMatchSummary(all)
  const { homography, probability } = matches
  const said = (
    <Text size="sm" aria-live="polite">
      <strong>{t('matches.probability', { probability: format.certainty(probability) })}</strong> {summary}
    </Text>
  )
  if (left === null) return <div className={styles.controls}>{said}</div>
  const laid = isOver && homography !== null ? homography : null
  return (
    <>
      {laid === null ? (
        <MatchedPairView left={left} right={right} matches={all} show={show} view={view} />
      ) : (
        <AlignedBlend left={left} right={right} homography={laid} mode={blend.mode} amount={blend.amount} view={view} />
      )}
      <div className={styles.controls} role="region" aria-label={t('matches.study')}>
        <Group gap="md" wrap="wrap">
          {children}
          <SegmentedControl
            size="xs"
            aria-label={t('matches.arrangement')}
            value={laid === null ? 'beside' : 'over'}
            onChange={(value) => setOver(value === 'over')}
            data={[
              { value: 'beside', label: t('matches.beside') },
              { value: 'over', label: t('matches.over'), disabled: homography === null },
            ]}
          />
          {laid === null ? (
            <PairTools view={view} matches={all} show={show} onShow={setShow} />
          ) : (
            <>
              <BlendControls blend={blend} left={left.label} right={right.label} />
              <ZoomTools view={view} />
            </>
          )}
        </Group>
        {said}
      </div>
    </>
  )
}
