import { Select, TextInput } from '@mantine/core'
import { IconSearch, IconUserSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { useFormat } from '../../parts/use-format.ts'
import { IndividualCard } from './individual-card.tsx'
import { ORDERS, type Order, inOrder, named, sightingsOf } from './sightings.ts'
import styles from './individuals.module.css'

/** Everybody who is known, with their best photo. */
export function IndividualsTab({ state }: { readonly state: ProjectState }) {
  const { t, i18n } = useTranslation()
  const format = useFormat()
  const [words, setWords] = useState('')
  const [order, setOrder] = useState<Order>('name')
  if (state.individuals.length === 0)
    return (
      <EmptyState
        icon={<IconUserSearch size={48} stroke={1.2} />}
        title={t('individuals.emptyTitle')}
        text={t('individuals.emptyText')}
      />
    )
  const all = state.individuals.map((individual) => sightingsOf(state, individual))
  const shown = inOrder(named(all, words), order, i18n.language)
  return (
    <div className={styles.tab}>
      <div className={styles.toolbar}>
        <TextInput
          className={styles.search}
          aria-label={t('individuals.search')}
          placeholder={t('individuals.search')}
          leftSection={<IconSearch size={16} />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Select
          aria-label={t('individuals.order')}
          allowDeselect={false}
          data={ORDERS.map((value) => ({ value, label: t(`individuals.orders.${value}`) }))}
          value={order}
          onChange={(value) => setOrder(ORDERS.find((known) => known === value) ?? 'name')}
        />
        <span role="status" className={styles.count}>
          {t('individuals.count', { count: shown.length, individuals: format.count(shown.length) })}
        </span>
      </div>
      {shown.length === 0 && <p className={styles.none}>{t('individuals.noneNamed', { words })}</p>}
      <ul className={styles.cards}>
        {shown.map((sightings) => (
          <IndividualCard key={sightings.individual.individualId} state={state} sightings={sightings} />
        ))}
      </ul>
    </div>
  )
}
