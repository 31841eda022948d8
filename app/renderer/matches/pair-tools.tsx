import { Group, SegmentedControl, Text } from '@mantine/core'
import {
  IconChevronLeft,
  IconChevronRight,
  IconLock,
  IconLockOpen,
  IconMaximize,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { MatchedPoints } from '../../../core/api.ts'
import { ToolButton } from '../parts/tool-button.tsx'
import { type Shown, summarizeMatches } from './drawn-matches.ts'
import type { PairView } from './pair-view.ts'

interface Props {
  readonly view: PairView
  readonly matches: readonly MatchedPoints[]
  readonly show: Shown
  readonly onShow: (show: Shown) => void
}

const SHOWN = ['inliers', 'all', 'none'] as const
const SHOWN_TEXTS = { inliers: 'matches.inliers', all: 'matches.all', none: 'matches.noneShown' } as const

/** Steers a pair of pictures: which matches are drawn, which one is pointed out, zoom, and whether both move as one. */
export function PairTools({ view, matches, show, onShow }: Props) {
  const { t } = useTranslation()
  const { isLocked, focused } = useStore(view.state)
  const { agree, disagree } = summarizeMatches(matches)
  const count = show === 'none' ? 0 : show === 'inliers' ? agree : agree + disagree
  const said = focused === null || focused >= count ? null : { place: focused + 1, count }
  const agrees = focused !== null && focused < agree
  return (
    <Group gap="sm" wrap="wrap">
      <SegmentedControl
        size="xs"
        aria-label={t('matches.show')}
        value={show}
        onChange={onShow}
        data={SHOWN.map((value) => ({ value, label: t(SHOWN_TEXTS[value]) }))}
      />
      <Group gap={2} wrap="nowrap">
        <ToolButton name={t('matches.previous')} disabled={count === 0} onClick={() => view.step(-1, count)}>
          <IconChevronLeft size={18} />
        </ToolButton>
        <Text size="xs" miw={112} ta="center" role="status">
          {said === null
            ? t('matches.step')
            : t(agrees ? 'matches.atAgreeing' : 'matches.atOther', { place: said.place, total: said.count })}
        </Text>
        <ToolButton name={t('matches.next')} disabled={count === 0} onClick={() => view.step(1, count)}>
          <IconChevronRight size={18} />
        </ToolButton>
      </Group>
      <ZoomTools view={view} />
      <ToolButton
        name={t(isLocked ? 'matches.unlock' : 'matches.lock')}
        pressed={isLocked}
        onClick={() => view.setLocked(!isLocked)}
      >
        {isLocked ? <IconLock size={18} /> : <IconLockOpen size={18} />}
      </ToolButton>
    </Group>
  )
}

/** Zoom of a pair, or of two pictures on top of each other. */
export function ZoomTools({ view }: Pick<Props, 'view'>) {
  const { t } = useTranslation()
  return (
    <Group gap={2} wrap="nowrap">
      <ToolButton name={t('photo.zoomOut')} onClick={() => view.zoomBy(1 / 1.4)}>
        <IconZoomOut size={18} />
      </ToolButton>
      <ToolButton name={t('photo.zoomIn')} onClick={() => view.zoomBy(1.4)}>
        <IconZoomIn size={18} />
      </ToolButton>
      <ToolButton name={t('photo.fit')} onClick={() => view.fit()}>
        <IconMaximize size={18} />
      </ToolButton>
    </Group>
  )
}
