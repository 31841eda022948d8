import { VisuallyHidden } from '@mantine/core'
import { type PointerEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { MatchedPoints } from '../../../core/api.ts'
import { useZoom } from '../zoom/use-zoom.ts'
import { type Shown, drawnMatches, matchAt, placeMatches } from './drawn-matches.ts'
import { MatchOverlay } from './match-overlay.tsx'
import { pairKeys } from './pair-keys.ts'
import type { PairView } from './pair-view.ts'
import { PicturePane } from './picture-pane.tsx'
import { type PictureSide, homeOf } from './picture-side.ts'
import { useMatchSummary } from './use-match-summary.ts'
import styles from './matches.module.css'

interface Props {
  /** The query's picture. */
  readonly left: PictureSide
  readonly right: PictureSide
  /** From left to right, one for each extractor that looked for them. */
  readonly matches: readonly MatchedPoints[]
  readonly show: Shown
  readonly view: PairView
}

const GAP_PX = 8
const REACH_PX = 14

/** Two pictures beside each other with lines between the points that they share. They zoom and move as one. */
export function MatchedPairView({ left, right, matches, show, view }: Props) {
  const { t } = useTranslation()
  const leftRef = useRef<HTMLDivElement>(null)
  const rightRef = useRef<HTMLDivElement>(null)
  const leftZoom = useZoom(leftRef, { name: left.firstUrl, photo: left, home: homeOf(left), link: view })
  const rightZoom = useZoom(rightRef, { name: right.firstUrl, photo: right, home: homeOf(right), link: view })
  const drawn = useMemo(() => drawnMatches(matches, left, right, show), [matches, left, right, show])
  const focused = useStore(view.state, (state) => state.focused)
  const [hovered, setHovered] = useState<number | null>(null)
  const summary = useMatchSummary(matches)
  const summaryId = useId()

  const { showPoint: showLeft } = leftZoom
  const { showPoint: showRight } = rightZoom
  const pointedOut = focused === null ? undefined : drawn[focused]
  useEffect(() => {
    if (pointedOut === undefined) return
    showLeft(...pointedOut.left)
    showRight(...pointedOut.right)
  }, [pointedOut, showLeft, showRight])
  // What is pointed out is of these matches alone.
  useEffect(() => () => view.focus(null), [view, matches, show])

  const placed = placeMatches(
    drawn,
    { ...leftZoom, offset: [0, 0] },
    { ...rightZoom, offset: [leftZoom.sizes.stage.width + GAP_PX, 0] },
  )
  const onPointerMove = ({ currentTarget, clientX, clientY, buttons }: PointerEvent<HTMLElement>) => {
    const box = currentTarget.getBoundingClientRect()
    setHovered(buttons === 0 ? matchAt(placed, [clientX - box.left, clientY - box.top], REACH_PX) : null)
  }
  return (
    <div
      className={styles.pair}
      style={{ gap: GAP_PX }}
      role="group"
      tabIndex={0}
      aria-label={t('matches.pair', { left: left.label, right: right.label })}
      aria-describedby={summaryId}
      onKeyDown={pairKeys(view, drawn.length)}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setHovered(null)}
    >
      <PicturePane side={left} stageRef={leftRef} zoom={leftZoom} />
      <PicturePane side={right} stageRef={rightRef} zoom={rightZoom} />
      <MatchOverlay placed={placed} picked={placed[hovered ?? focused ?? -1] ?? null} />
      <VisuallyHidden id={summaryId}>
        {summary} {t('matches.keys')}
      </VisuallyHidden>
    </div>
  )
}
