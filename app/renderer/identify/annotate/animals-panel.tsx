import { Button, Loader, NativeSelect, Text } from '@mantine/core'
import { IconPlus, IconScan, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { VIEWPOINTS, type AnnotationValue, type Viewpoint } from '../../../../core/api/identify.ts'
import type {
  AnnotationWithState,
  ProjectPhotoState,
  ProjectState,
  ProposedRegionValue,
} from '../../../../core/api/photo-id.ts'
import { ToolButton } from '../../parts/tool-button.tsx'
import { useFormat } from '../../parts/use-format.ts'
import { CropThumbnail } from '../parts/crop-thumbnail.tsx'
import { individualOf } from '../parts/project-index.ts'
import { QUALITY_LEVELS, levelOf } from '../review/quality-level.ts'
import styles from './annotate.module.css'

interface Props {
  readonly state: ProjectState
  readonly photo: ProjectPhotoState
  readonly annotations: readonly AnnotationWithState[]
  readonly selected: string | null
  readonly isAdding: boolean
  readonly proposals: readonly ProposedRegionValue[] | null
  readonly isProposing: boolean
  readonly onSelect: (annotationId: string) => void
  readonly onChange: (annotation: AnnotationWithState, change: Partial<AnnotationValue>) => void
  readonly onDelete: (annotation: AnnotationWithState) => void
  readonly onAdd: () => void
  readonly onPropose: () => void
  readonly onTake: (proposal: ProposedRegionValue) => void
}

/** The animals of a photo, each with its side and quality; what the detector proposes. */
export function AnimalsPanel(props: Props) {
  const { state, photo, annotations, selected, isAdding, proposals, isProposing } = props
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <aside className={styles.panel} aria-label={t('annotate.animals')}>
      <h2 className={styles.panelTitle}>{t('annotate.count', { count: annotations.length })}</h2>
      <ul className={styles.animals}>
        {annotations.map((annotation, at) => {
          const isSelected = annotation.annotationId === selected
          const who =
            annotation.state.kind === 'identified'
              ? (individualOf(state, annotation.state.individualId)?.name ?? '')
              : t(`identify.states.${annotation.state.kind}`)
          const name = t('annotate.animal', { number: at + 1, who })
          return (
            <li key={annotation.annotationId} className={styles.animal} data-selected={isSelected || undefined}>
              <button
                type="button"
                className={styles.pick}
                aria-pressed={isSelected}
                aria-label={name}
                onClick={() => props.onSelect(annotation.annotationId)}
              >
                <span className={styles.thumb}>
                  <CropThumbnail photo={photo} region={annotation.region} alt="" width={64} />
                </span>
                <span>{who}</span>
              </button>
              {isSelected && (
                <div className={styles.fields}>
                  <NativeSelect
                    size="xs"
                    label={t('annotate.viewpoint')}
                    value={annotation.viewpoint}
                    data={VIEWPOINTS.map((side) => ({ value: side, label: t(`identify.viewpoints.${side}`) }))}
                    onChange={(event) =>
                      props.onChange(annotation, { viewpoint: event.currentTarget.value as Viewpoint })
                    }
                  />
                  <NativeSelect
                    size="xs"
                    label={t('annotate.quality')}
                    value={String(levelOf(annotation.quality) ?? '')}
                    data={[
                      { value: '', label: t('annotate.notJudged') },
                      ...Array.from({ length: QUALITY_LEVELS }, (_, level) => ({
                        value: String(level + 1),
                        label: t('annotate.level', { level: level + 1 }),
                      })),
                    ]}
                    onChange={(event) => {
                      const level = Number(event.currentTarget.value)
                      props.onChange(annotation, { quality: level === 0 ? null : (level - 1) / (QUALITY_LEVELS - 1) })
                    }}
                  />
                  <ToolButton name={t('annotate.delete')} onClick={() => props.onDelete(annotation)}>
                    <IconTrash size={16} />
                  </ToolButton>
                </div>
              )}
            </li>
          )
        })}
      </ul>
      <Button
        variant={isAdding ? 'light' : 'default'}
        size="xs"
        aria-pressed={isAdding}
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={props.onAdd}
      >
        {t('annotate.add')}
      </Button>
      <Button
        variant="default"
        size="xs"
        disabled={isProposing}
        leftSection={isProposing ? <Loader size={12} /> : <IconScan size={14} aria-hidden />}
        onClick={props.onPropose}
      >
        {t(isProposing ? 'annotate.proposing' : 'annotate.propose')}
      </Button>
      {proposals !== null && (
        <section aria-label={t('annotate.proposals')} className={styles.proposals}>
          <Text size="xs">{t(proposals.length === 0 ? 'annotate.noProposals' : 'annotate.proposalsHint')}</Text>
          {proposals.map((proposal, at) => (
            <button
              key={at}
              type="button"
              className={styles.pick}
              ref={at === 0 ? focusOnce : undefined}
              onClick={() => props.onTake(proposal)}
            >
              <span className={styles.thumb}>
                <CropThumbnail photo={photo} region={proposal.region} alt="" width={64} />
              </span>
              <span>
                {t('annotate.take', { number: at + 1 })}
                {proposal.quality !== null && <span className={styles.sure}>{format.percent(proposal.quality)}</span>}
              </span>
            </button>
          ))}
        </section>
      )}
    </aside>
  )
}

/** Enter takes the first proposal. */
function focusOnce(button: HTMLButtonElement | null): void {
  button?.focus()
}
