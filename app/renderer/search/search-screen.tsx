import { Button, VisuallyHidden } from '@mantine/core'
import { IconFilterOff, IconPhotoOff, IconPhotoSearch } from '@tabler/icons-react'
import { type DragEvent, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Query } from '../../../core/api.ts'
import { CompareDialog } from '../compare/compare-dialog.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { ErrorState } from '../parts/error-state.tsx'
import { LoadingGrid } from '../parts/loading-grid.tsx'
import { maySearchWith } from '../query/photo-drag.ts'
import { useQueryState } from '../query/query-state.ts'
import { useBuiltQuery } from '../query/use-built-query.ts'
import { useHandOver } from '../query/use-hand-over.ts'
import { useCall } from '../shell/use-call.ts'
import { groupStacks } from './group-stacks.ts'
import { ResultGrid } from './result-grid.tsx'
import { ResultToolbar } from './result-toolbar.tsx'
import { useSearchView } from './search-view-state.ts'
import { SelectionBar } from './selection-bar.tsx'
import { useRememberSearch } from './use-remember-search.ts'
import { useSearchAnswer } from './use-search-answer.ts'
import styles from './search.module.css'

/** The photos that answer the query, best first. */
export function SearchScreen() {
  const { t } = useTranslation()
  const query = useBuiltQuery()
  const { answer, error, isBehind, retry } = useSearchAnswer(query)
  const { grouped, open } = useSearchView()
  const stacks = useCall('stacks', [], { enabled: grouped && query !== null })
  const handOver = useHandOver()
  useRememberSearch(answer, isBehind)
  const shown = useMemo(
    () => groupStacks(answer?.results ?? [], grouped ? (stacks.data ?? []) : [], open),
    [answer, grouped, stacks.data, open],
  )
  const drop = {
    onDragOver: (event: DragEvent) => maySearchWith(event.dataTransfer) && event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      void handOver.drop(event.dataTransfer)
    },
  }
  return (
    <div className={styles.screen} aria-busy={isBehind} {...drop}>
      <VisuallyHidden component="h1">{t('search.title')}</VisuallyHidden>
      <VisuallyHidden role="status">
        {answer !== undefined && !isBehind && t('search.results', { count: answer.results.length })}
      </VisuallyHidden>
      {query === null ? (
        <Start />
      ) : error !== null ? (
        <ErrorState error={error} onRetry={retry} />
      ) : answer === undefined ? (
        <LoadingGrid label={t('search.updating')} />
      ) : answer.results.length === 0 && !isBehind ? (
        <NoResults hints={answer.hints} />
      ) : (
        <>
          <ResultToolbar answer={answer} isBehind={isBehind} />
          <ResultGrid key={askedKey(answer.query)} answer={answer} shown={shown} />
        </>
      )}
      <SelectionBar />
      <CompareDialog />
    </div>
  )
}

function Start() {
  const { t } = useTranslation()
  const hasFilter = useQueryState((state) => Object.keys(state.filter).length > 0)
  return (
    <EmptyState
      icon={<IconPhotoSearch size={48} stroke={1.2} />}
      title={t('search.startTitle')}
      text={t(hasFilter ? 'search.filterOnly' : 'search.startText')}
    />
  )
}

function NoResults({ hints }: { readonly hints: readonly string[] }) {
  const { t } = useTranslation()
  const hasFilter = useQueryState((state) => Object.keys(state.filter).length > 0)
  const clearFilter = useQueryState((state) => state.clearFilter)
  if (hasFilter) {
    return (
      <EmptyState
        icon={<IconFilterOff size={48} stroke={1.2} />}
        title={t('search.noneTitle')}
        text={t('search.noneFilter')}
      >
        <Button onClick={clearFilter}>{t('search.clearFilters')}</Button>
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={<IconPhotoOff size={48} stroke={1.2} />}
      title={t('search.noneTitle')}
      text={hints.length > 0 ? hints.join(' ') : t('search.noneText')}
    >
      <Button component={Link} href="/">
        {t('search.toLibrary')}
      </Button>
    </EmptyState>
  )
}

/** Another question begins at the top again; weighing, marking and reranking leave the eye where it is. */
function askedKey({ parts, filter }: Query): string {
  return JSON.stringify([parts.map(({ weight: _, ...part }) => part), filter])
}
