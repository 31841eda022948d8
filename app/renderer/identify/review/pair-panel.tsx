import { Loader, Text, VisuallyHidden } from '@mantine/core'
import {
  IconLayersIntersect,
  IconLineDashed,
  IconMaximize,
  IconPhotoOff,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react'
import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { MatchedPoints } from '../../../../core/api.ts'
import type { AnnotationWithState, ProjectState } from '../../../../core/api/photo-id.ts'
import { AlignedBlend } from '../../matches/aligned-blend.tsx'
import { BlendControls } from '../../matches/blend-controls.tsx'
import { MatchedPairView } from '../../matches/matched-pair-view.tsx'
import type { PairView } from '../../matches/pair-view.ts'
import { useBlend } from '../../matches/use-blend.ts'
import { ToolButton } from '../../parts/tool-button.tsx'
import { useFormat } from '../../parts/use-format.ts'
import { useShell } from '../../shell/use-shell.ts'
import { photoOf } from '../parts/project-index.ts'
import { pictureOf } from './picture-of.ts'
import type { ReviewActions, Switches } from './use-review-commands.ts'
import { useHeldSpace } from './use-held-space.ts'
import { usePoints } from './use-points.ts'
import styles from './review.module.css'

interface Props {
  readonly state: ProjectState
  readonly query: AnnotationWithState
  readonly beside: AnnotationWithState
  readonly view: PairView
  readonly switches: Switches
  readonly actions: ReviewActions
}

const NO_POINTS: readonly MatchedPoints[] = []

/** The photo and the one held beside it, with the points that they share; or one laid on the other. */
export function PairPanel({ state, query, beside, view, switches, actions }: Props) {
  const { t } = useTranslation()
  const shell = useShell()
  const points = usePoints(state.project.projectId, query, beside)
  const blend = useBlend()
  const isHeld = useHeldSpace()
  const left = useMemo(
    () => pictureOf(state, shell, query, photoOf(state, query.contentHash)?.fileName ?? ''),
    [state, shell, query],
  )
  const right = useMemo(
    () => pictureOf(state, shell, beside, photoOf(state, beside.contentHash)?.fileName ?? ''),
    [state, shell, beside],
  )
  const matches = points.data ?? NO_POINTS
  const homography = useMemo(() => bestHomography(matches), [matches])
  const { pointCountRef, showsPoints } = switches
  useEffect(() => {
    pointCountRef.current = showsPoints ? matches.reduce((sum, { inliers }) => sum + inliers, 0) : 0
  }, [pointCountRef, showsPoints, matches])
  const isLaid = (switches.showsOverlay || isHeld) && homography !== null
  if (left === null || right === null)
    return (
      <div className={styles.missing}>
        <IconPhotoOff size={32} stroke={1.4} aria-hidden />
        <Text>{t('review.pictureMissing')}</Text>
      </div>
    )
  return (
    <div className={styles.pair}>
      <div className={styles.stage}>
        {isLaid && homography !== null ? (
          <AlignedBlend
            left={left}
            right={right}
            homography={homography}
            mode={isHeld && !switches.showsOverlay ? 'fade' : blend.mode}
            amount={isHeld ? (switches.showsOverlay ? Number(blend.amount < 0.5) : 1) : blend.amount}
            view={view}
          />
        ) : (
          <MatchedPairView
            left={left}
            right={right}
            matches={matches}
            show={switches.showsPoints ? 'inliers' : 'none'}
            view={view}
          />
        )}
        <div className={styles.pairTools} role="toolbar" aria-label={t('review.pair')}>
          <ToolButton
            name={t('review.points')}
            pressed={switches.showsPoints}
            onClick={() => actions.run({ kind: 'points' })}
          >
            <IconLineDashed size={18} />
          </ToolButton>
          <ToolButton
            name={t(homography === null ? 'review.noOverlay' : 'review.overlay')}
            pressed={switches.showsOverlay}
            disabled={homography === null}
            onClick={() => actions.run({ kind: 'overlay' })}
          >
            <IconLayersIntersect size={18} />
          </ToolButton>
          <ToolButton name={t('review.zoomOut')} onClick={() => actions.run({ kind: 'zoom', step: -1 })}>
            <IconZoomOut size={18} />
          </ToolButton>
          <ToolButton name={t('review.zoomIn')} onClick={() => actions.run({ kind: 'zoom', step: 1 })}>
            <IconZoomIn size={18} />
          </ToolButton>
          <ToolButton name={t('review.zoomFit')} onClick={() => actions.run({ kind: 'zoom', step: 0 })}>
            <IconMaximize size={18} />
          </ToolButton>
          <PointsFound points={points} />
        </div>
      </div>
      {isLaid && switches.showsOverlay && (
        <div className={styles.blendTools}>
          <BlendControls blend={blend} left={left.label} right={right.label} holdKey="x" />
        </div>
      )}
    </div>
  )
}

function PointsFound({ points }: { readonly points: ReturnType<typeof usePoints> }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (points.isPending)
    return (
      <span className={styles.found}>
        <Loader size={14} />
        <VisuallyHidden>{t('review.pointsLoading')}</VisuallyHidden>
      </span>
    )
  if (points.isError)
    return <span className={styles.found}>{t('review.pointsFailed', { message: points.error.message })}</span>
  const inliers = points.data.reduce((sum, found) => sum + found.inliers, 0)
  return <span className={styles.found}>{t('review.pointsFound', { count: inliers, n: format.count(inliers) })}</span>
}

/** That of the extractor whose points agree most. */
function bestHomography(matches: readonly MatchedPoints[]): readonly number[] | null {
  const usable = matches.filter(({ homography }) => homography !== null)
  return usable.toSorted((a, b) => b.inliers - a.inliers)[0]?.homography ?? null
}
