import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { AnnotationWithState, ProjectState } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { encounterLabel } from '../encounters/encounter-name.ts'
import { useTileKeys } from '../encounters/use-tile-keys.ts'
import { annotateAddress } from '../parts/addresses.ts'
import { AnnotationCrop } from '../parts/annotation-crop.tsx'
import { photoOf } from '../parts/project-index.ts'
import type { Sightings } from './sightings.ts'
import parts from '../parts/parts.module.css'
import styles from './individuals.module.css'

interface Props {
  readonly state: ProjectState
  readonly sightings: Sightings
  /** Annotation ids. */
  readonly selection: ReadonlySet<string>
  readonly onSelect: (selection: ReadonlySet<string>) => void
}

/** All photos of an individual, encounter by encounter, the newest first. */
export function IndividualPhotos({ state, sightings, selection, onSelect }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const shown = sightings.encounters.flatMap(({ annotations }) => annotations)
  const toggle = (annotationId: string) => {
    const next = new Set(selection)
    if (!next.delete(annotationId)) next.add(annotationId)
    onSelect(next)
  }
  const { current, ...keys } = useTileKeys(shown.length, (index) => {
    const annotation = shown[index]
    if (annotation !== undefined) toggle(annotation.annotationId)
  })
  return (
    <div className={styles.encounters} {...keys}>
      {sightings.encounters.map(({ encounter, annotations }) => (
        <section key={encounter.encounterId} className={styles.encounter}>
          <h3 className={styles.encounterName}>{encounterLabel(encounter, format, t)}</h3>
          <ul className={styles.photos}>
            {annotations.map((annotation) => (
              <Photo
                key={annotation.annotationId}
                state={state}
                annotation={annotation}
                isSelected={selection.has(annotation.annotationId)}
                isTabStop={shown[current] === annotation}
                onToggle={() => toggle(annotation.annotationId)}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

interface PhotoProps {
  readonly state: ProjectState
  readonly annotation: AnnotationWithState
  readonly isSelected: boolean
  readonly isTabStop: boolean
  readonly onToggle: () => void
}

function Photo({ state, annotation, isSelected, isTabStop, onToggle }: PhotoProps) {
  const { t } = useTranslation()
  const file = photoOf(state, annotation.contentHash)?.fileName ?? ''
  const side = t(`identify.viewpoints.${annotation.viewpoint}`)
  return (
    <li className={`${styles.photo} ${parts.selectable}`} data-selected={isSelected || undefined}>
      <Link
        href={annotateAddress(state.project.projectId, annotation.contentHash)}
        className={styles.photoLink}
        data-tile
        tabIndex={isTabStop ? 0 : -1}
        aria-label={t(isSelected ? 'encounters.photoSelected' : 'encounters.photo', { file, who: side })}
        aria-keyshortcuts="Space"
      >
        <AnnotationCrop state={state} annotation={annotation} alt="" width={200} />
        <span className={styles.line}>{side}</span>
      </Link>
      <Checkbox
        className={parts.check}
        size="sm"
        tabIndex={-1}
        checked={isSelected}
        aria-label={t('encounters.select', { file })}
        onChange={onToggle}
      />
    </li>
  )
}
