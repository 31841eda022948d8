import { Button, CloseButton, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconBookmark, IconHistory, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RememberedSearch } from '../../../core/api/browse.ts'
import { useFormat } from '../parts/use-format.ts'
import { queryLabel } from '../query/part-label.ts'
import { useQueryState } from '../query/query-state.ts'
import { useBuiltQuery } from '../query/use-built-query.ts'
import { goTo } from '../shell/hash-location.ts'
import { useCall } from '../shell/use-call.ts'
import { PartPicture } from './part-picture.tsx'
import { SaveSearch } from './save-search.tsx'
import { useSearchHistory } from './use-search-history.ts'
import styles from './query-bar.module.css'

/** Saves and copies the present search, and finds earlier ones again. */
export function SearchesPanel({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation()
  const query = useBuiltQuery()
  const load = useQueryState((state) => state.load)
  const { forget, clear } = useSearchHistory()
  const { data = [], error } = useCall('searches', [])
  const [wanted, setWanted] = useState('')
  const labelled = data.map((search) => ({ search, label: search.name ?? queryLabel(search.query, t) }))
  const found = labelled.filter(({ search, label }) =>
    `${label} ${queryLabel(search.query, t)}`.toLowerCase().includes(wanted.trim().toLowerCase()),
  )
  const open = (search: RememberedSearch) => {
    load(search.query)
    goTo('/search')
    onDone()
  }
  const list = (title: string, searches: typeof found) =>
    searches.length > 0 && (
      <section aria-label={title}>
        <Text size="sm" fw={600} px={8}>
          {title}
        </Text>
        {searches.map(({ search, label }) => (
          <SearchRow
            key={search.searchId}
            {...{ search, label }}
            onOpen={() => open(search)}
            onForget={() => forget(search.searchId)}
          />
        ))}
      </section>
    )
  return (
    <Stack gap="sm" className={styles.searches}>
      {query !== null && <SaveSearch query={query} />}
      {data.length > 0 && (
        <TextInput
          data-autofocus
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
          leftSection={<IconSearch size={16} />}
          placeholder={t('search.findSearch')}
          aria-label={t('search.findSearch')}
        />
      )}
      {error !== null && <Text role="alert">{error.message}</Text>}
      {error === null && found.length === 0 && (
        <Text className={styles.quiet}>{t(data.length === 0 ? 'search.noSearches' : 'search.noMatch')}</Text>
      )}
      <div className={styles.searchList}>
        {list(
          t('search.saved'),
          found.filter(({ search }) => search.name !== null),
        )}
        {list(
          t('search.recent'),
          found.filter(({ search }) => search.name === null),
        )}
      </div>
      {data.some(({ name }) => name === null) && (
        <Button variant="subtle" color="gray" size="xs" onClick={clear}>
          {t('search.clearHistory')}
        </Button>
      )}
    </Stack>
  )
}

interface RowProps {
  readonly search: RememberedSearch
  readonly label: string
  readonly onOpen: () => void
  readonly onForget: () => void
}

function SearchRow({ search, label, onOpen, onForget }: RowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const Icon = search.name === null ? IconHistory : IconBookmark
  return (
    <div className={styles.searchRow}>
      <UnstyledButton className={styles.searchItem} onClick={onOpen} title={format.instant(search.at)}>
        <Icon size={16} aria-hidden />
        {search.query.parts.slice(0, 3).map((part, i) => (
          <PartPicture key={i} part={part} />
        ))}
        <span className={styles.searchText}>{label}</span>
      </UnstyledButton>
      <CloseButton size="sm" aria-label={t('search.forget', { name: label })} onClick={onForget} />
    </div>
  )
}
