import { Divider } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowLeft,
  IconChevronLeft,
  IconChevronRight,
  IconCrop,
  IconMaximize,
  IconPointer,
  IconVectorTriangle,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ToolButton } from '../../parts/tool-button.tsx'
import { useFormat } from '../../parts/use-format.ts'
import type { AnnotateCommand } from './annotate-keys.ts'
import type { Tool } from './annotate-layer.tsx'
import styles from './annotate.module.css'

interface Props {
  readonly name: string
  /** 1-based. */
  readonly place: number
  readonly of: number
  readonly tool: Tool
  readonly canUndo: boolean
  readonly run: (command: AnnotateCommand) => void
}

const TOOLS = [
  { tool: 'click', Icon: IconPointer },
  { tool: 'box', Icon: IconCrop },
  { tool: 'outline', Icon: IconVectorTriangle },
] as const

export function AnnotateToolbar({ name, place, of, tool: present, canUndo, run }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t('annotate.tools')}>
      <ToolButton name={t('annotate.back')} onClick={() => run({ kind: 'close' })}>
        <IconArrowLeft size={20} />
      </ToolButton>
      <h1 className={styles.name}>
        {name}
        <span>{t('annotate.place', { place: format.count(place), of: format.count(of) })}</span>
      </h1>
      {TOOLS.map(({ tool, Icon }) => (
        <ToolButton
          key={tool}
          name={t(`annotate.${tool}`)}
          pressed={tool === present}
          onClick={() => run({ kind: 'tool', tool })}
        >
          <Icon size={20} />
        </ToolButton>
      ))}
      <ToolButton name={t('annotate.undo')} disabled={!canUndo} onClick={() => run({ kind: 'undo' })}>
        <IconArrowBackUp size={20} />
      </ToolButton>
      <Divider orientation="vertical" mx={4} />
      <ToolButton name={t('annotate.zoomOut')} onClick={() => run({ kind: 'zoom', step: -1 })}>
        <IconZoomOut size={20} />
      </ToolButton>
      <ToolButton name={t('annotate.zoomIn')} onClick={() => run({ kind: 'zoom', step: 1 })}>
        <IconZoomIn size={20} />
      </ToolButton>
      <ToolButton name={t('annotate.zoomFit')} onClick={() => run({ kind: 'zoom', step: 0 })}>
        <IconMaximize size={20} />
      </ToolButton>
      <Divider orientation="vertical" mx={4} />
      <ToolButton name={t('annotate.previous')} disabled={place <= 1} onClick={() => run({ kind: 'photo', step: -1 })}>
        <IconChevronLeft size={20} />
      </ToolButton>
      <ToolButton name={t('annotate.next')} disabled={place >= of} onClick={() => run({ kind: 'photo', step: 1 })}>
        <IconChevronRight size={20} />
      </ToolButton>
    </div>
  )
}
