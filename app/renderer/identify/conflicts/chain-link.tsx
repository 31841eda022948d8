import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { sightingsOf } from '../individuals/sightings.ts'
import { annotateAddress, individualAddress } from '../parts/addresses.ts'
import { AnnotationCrop } from '../parts/annotation-crop.tsx'
import { annotationOf, individualOf, photoOf } from '../parts/project-index.ts'
import styles from './conflicts.module.css'

interface Props {
  readonly state: ProjectState
  /** Of an annotation or of an individual. */
  readonly id: string
}

/** One end or middle of a conflict's chain: a photo, or an individual by its best photo. */
export function ChainLink({ state, id }: Props) {
  const { t } = useTranslation()
  const { projectId } = state.project
  const annotation = annotationOf(state, id)
  const individual = annotation === undefined ? individualOf(state, id) : undefined
  const shown = annotation ?? (individual === undefined ? null : sightingsOf(state, individual).best)
  const name =
    annotation === undefined
      ? (individual?.name ?? t('log.someone'))
      : (photoOf(state, annotation.contentHash)?.fileName ?? t('log.somePhoto'))
  const href =
    annotation !== undefined
      ? annotateAddress(projectId, annotation.contentHash)
      : individual !== undefined
        ? individualAddress(projectId, individual.individualId)
        : null
  const content = (
    <>
      {shown !== null && <AnnotationCrop state={state} annotation={shown} alt="" width={130} />}
      <span className={styles.name} data-individual={individual !== undefined || undefined}>
        {name}
      </span>
    </>
  )
  return (
    <li className={styles.link}>
      {href === null ? (
        content
      ) : (
        <Link href={href} className={styles.linkIn}>
          {content}
        </Link>
      )}
    </li>
  )
}
