import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { AnnotationWithState, ProjectPhotoState, ProjectState } from '../../../../core/api/photo-id.ts'
import { annotateAddress } from '../parts/addresses.ts'
import { CropThumbnail } from '../parts/crop-thumbnail.tsx'
import { annotationsOn, individualOf } from '../parts/project-index.ts'
import { RegionOutlines } from '../parts/region-outlines.tsx'
import parts from '../parts/parts.module.css'
import styles from './encounters.module.css'

/** px */
const HEIGHT = 168
/** Panoramas and screenshots of phones would push the others away. */
const ASPECTS = [0.6, 2] as const

interface Props {
  readonly state: ProjectState
  readonly photo: ProjectPhotoState
  readonly isSelected: boolean
  /** Whether Tab comes to it; the arrows come to the others. */
  readonly isTabStop: boolean
  readonly onToggle: () => void
}

/** A photo with the outlines of its animals and who they are; opens where these are drawn. */
export function PhotoTile({ state, photo, isSelected, isTabStop, onToggle }: Props) {
  const { t } = useTranslation()
  const annotations = annotationsOn(state, photo.contentHash)
  const who = useWho(state, annotations)
  const aspect = Math.min(Math.max(photo.width / photo.height, ASPECTS[0]), ASPECTS[1])
  return (
    <li
      className={`${styles.tile} ${parts.selectable}`}
      data-selected={isSelected || undefined}
      style={{ width: HEIGHT * aspect }}
    >
      <Link
        href={annotateAddress(state.project.projectId, photo.contentHash)}
        className={styles.open}
        data-tile
        tabIndex={isTabStop ? 0 : -1}
        aria-label={t(isSelected ? 'encounters.photoSelected' : 'encounters.photo', { file: photo.fileName, who })}
        aria-keyshortcuts="Space"
      >
        <CropThumbnail photo={photo} region={null} alt="" aspect={aspect} width={HEIGHT * aspect}>
          <RegionOutlines annotations={annotations} />
        </CropThumbnail>
        <span className={styles.caption} title={photo.fileName}>
          {who}
        </span>
      </Link>
      <Checkbox
        className={parts.check}
        size="sm"
        tabIndex={-1}
        checked={isSelected}
        aria-label={t('encounters.select', { file: photo.fileName })}
        onChange={onToggle}
      />
    </li>
  )
}

/** Who is on a photo, as far as it was decided. */
function useWho(state: ProjectState, annotations: readonly AnnotationWithState[]): string {
  const { t } = useTranslation()
  if (annotations.length === 0) return t('encounters.noAnimals')
  return annotations
    .map((annotation) => {
      if (annotation.state.kind !== 'identified') return t(`identify.states.${annotation.state.kind}`)
      return individualOf(state, annotation.state.individualId)?.name ?? t('identify.states.identified')
    })
    .join(', ')
}
