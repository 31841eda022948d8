import { Button, Transition } from '@mantine/core'
import { IconFilterOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Stack } from '../../../core/api/browse.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { ErrorState } from '../parts/error-state.tsx'
import { LoadingGrid } from '../parts/loading-grid.tsx'
import { useQueryState } from '../query/query-state.ts'
import { useCall } from '../shell/use-call.ts'
import { FirstRun } from './first-run.tsx'
import { LibraryGrid } from './library-grid.tsx'
import { LibraryToolbar } from './library-toolbar.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { SideBar } from './side-bar.tsx'
import { useFolderDrop } from './use-folder-drop.ts'
import { useLibraryState } from './library-state.ts'
import styles from './library.module.css'

const NO_STACKS: readonly Stack[] = []

/** Everything there is, newest first, narrowed down by the same filters as the search. */
export function LibraryScreen() {
  const { t } = useTranslation()
  const filter = useQueryState((state) => state.filter)
  const clearFilter = useQueryState((state) => state.clearFilter)
  const { isGrouping, isSideBarOpen } = useLibraryState()
  const timeline = useCall('timeline', [filter], { keepPrevious: true })
  // The photos come first: what goes beside them waits until they are there.
  const isThere = timeline.data !== undefined
  const facets = useCall('facets', [], { enabled: isThere })
  const stacks = useCall('stacks', [], { enabled: isThere && isGrouping })
  const isOver = useFolderDrop()
  const isFiltered = Object.keys(filter).length > 0
  const shown = timeline.data?.photoIds.length ?? 0

  const photos = () => {
    if (timeline.data === undefined)
      return timeline.error === null ? (
        <LoadingGrid rowHeight={200} />
      ) : (
        <ErrorState error={timeline.error} onRetry={() => void timeline.refetch()} />
      )
    if (shown > 0)
      return <LibraryGrid timeline={timeline.data} stacks={isGrouping ? (stacks.data ?? NO_STACKS) : NO_STACKS} />
    if (!isFiltered) return <FirstRun />
    return (
      <EmptyState
        icon={<IconFilterOff size={48} stroke={1.2} />}
        title={t('library.nothing')}
        text={t('library.nothingText')}
      >
        <Button variant="default" onClick={clearFilter}>
          {t('library.clearFilter')}
        </Button>
      </EmptyState>
    )
  }
  const isFirst = isThere && shown === 0 && !isFiltered
  return (
    <div className={styles.screen}>
      {isSideBarOpen && !isFirst && facets.data !== undefined && <SideBar facets={facets.data} />}
      <div className={styles.main}>
        {!isFirst && <LibraryToolbar shown={shown} photos={facets.data?.photos ?? null} />}
        {photos()}
        <SelectionBar albums={facets.data?.albums ?? []} />
      </div>
      <Transition mounted={isOver} transition="fade" duration={120}>
        {(style) => (
          <div className={styles.drop} style={style}>
            {t('library.dropHere')}
          </div>
        )}
      </Transition>
    </div>
  )
}
