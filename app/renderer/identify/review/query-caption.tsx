import { Button, Kbd, Menu } from '@mantine/core'
import { IconMinus, IconPlus, IconScan } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { VIEWPOINTS } from '../../../../core/api/identify.ts'
import type { AnnotationWithState, ProjectState } from '../../../../core/api/photo-id.ts'
import { ToolButton } from '../../parts/tool-button.tsx'
import { useFormat } from '../../parts/use-format.ts'
import { encounterOf } from '../parts/project-index.ts'
import { levelOf } from './quality-level.ts'
import { dayOf } from './day-of.ts'
import type { ReviewActions } from './use-review-commands.ts'
import styles from './review.module.css'

interface Props {
  readonly state: ProjectState
  readonly query: AnnotationWithState
  readonly actions: ReviewActions
}

/** When and where the photo was taken; which side it shows and how well, to be put right. */
export function QueryCaption({ state, query, actions }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const encounter = encounterOf(state, query.encounterId)
  const day = dayOf(encounter, format, t)
  const viewpoint = t(`identify.viewpoints.${query.viewpoint}`)
  const level = levelOf(query.quality)
  return (
    <div className={styles.caption}>
      <div className={styles.captionWords}>
        <strong>{t('review.query')}</strong>
        <span>{[day, encounter?.place ?? ''].filter((part) => part !== '').join(' · ')}</span>
      </div>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button size="compact-sm" variant="default" aria-label={t('review.viewpoint', { viewpoint })}>
            {viewpoint}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {VIEWPOINTS.map((side, at) => (
            <Menu.Item
              key={side}
              rightSection={<Kbd>{at + 1}</Kbd>}
              onClick={() => actions.run({ kind: 'viewpoint', viewpoint: side })}
            >
              {t(`identify.viewpoints.${side}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <div className={styles.quality}>
        <ToolButton name={t('review.worse')} onClick={() => actions.run({ kind: 'quality', step: -1 })}>
          <IconMinus size={14} />
        </ToolButton>
        <span>{level === null ? t('review.qualityUnknown') : t('review.quality', { level })}</span>
        <ToolButton name={t('review.better')} onClick={() => actions.run({ kind: 'quality', step: 1 })}>
          <IconPlus size={14} />
        </ToolButton>
      </div>
      <ToolButton name={t('review.editRegion')} onClick={() => actions.run({ kind: 'edit-region' })}>
        <IconScan size={18} />
      </ToolButton>
    </div>
  )
}
