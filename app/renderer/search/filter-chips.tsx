import { CloseButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../parts/use-format.ts'
import { useQueryState } from '../query/query-state.ts'
import { useCall } from '../shell/use-call.ts'
import { filterLabels } from './filter-labels.ts'
import styles from './query-bar.module.css'

/** The conditions that results must meet. */
export function FilterChips() {
  const { t } = useTranslation()
  const format = useFormat()
  const filter = useQueryState((state) => state.filter)
  const setFilter = useQueryState((state) => state.setFilter)
  const facets = useCall('facets', [])
  return (
    <div className={styles.filters} role="group" aria-label={t('query.filters')}>
      {filterLabels(filter, facets.data, t, format).map(({ name, text, without }) => (
        <span key={name} className={styles.filter}>
          <span>{text}</span>
          <CloseButton
            size={26}
            iconSize={14}
            radius="xl"
            aria-label={t('query.removeFilter', { filter: text })}
            onClick={() => setFilter(without)}
          />
        </span>
      ))}
    </div>
  )
}
