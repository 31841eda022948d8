import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { individualAddress } from '../parts/addresses.ts'
import { AnnotationCrop } from '../parts/annotation-crop.tsx'
import { useTraits } from './use-traits.ts'
import type { Sightings } from './sightings.ts'
import styles from './individuals.module.css'

interface Props {
  readonly state: ProjectState
  readonly sightings: Sightings
}

export function IndividualCard({ state, sightings }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const traits = useTraits()
  const { individual, encounters, best, lastSeen } = sightings
  const seen = t('encounters.count', { count: encounters.length, encounters: format.count(encounters.length) })
  const lines = [
    traits(individual),
    seen,
    lastSeen === null ? '' : t('individuals.last', { day: format.dayShort(lastSeen.slice(0, 10)) }),
  ].filter((line) => line !== '')
  return (
    <li className={styles.card}>
      <Link href={individualAddress(state.project.projectId, individual.individualId)} className={styles.cardLink}>
        {best === null ? (
          <span className={styles.noCrop}>{t('individuals.noPhoto')}</span>
        ) : (
          <AnnotationCrop state={state} annotation={best} alt="" width={260} />
        )}
        <span className={styles.name}>{individual.name}</span>
        {lines.map((line) => (
          <span key={line} className={styles.line}>
            {line}
          </span>
        ))}
      </Link>
    </li>
  )
}
