import { Button } from '@mantine/core'
import { IconMapPinOff } from '@tabler/icons-react'
import { Suspense, lazy } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../parts/empty-state.tsx'
import { ErrorState } from '../parts/error-state.tsx'
import { LoadingGrid } from '../parts/loading-grid.tsx'
import { useQueryState } from '../query/query-state.ts'
import { useCall } from '../shell/use-call.ts'

// The outlines of all land weigh half a megabyte: whoever looks at no map does not wait for them.
const PhotoMap = lazy(async () => ({ default: (await import('./photo-map.tsx')).PhotoMap }))

/** The photos that say where they were taken, within the filters; the box of the map itself does not narrow it. */
export function MapScreen() {
  const { t } = useTranslation()
  const { bounds: _, ...filter } = useQueryState((state) => state.filter)
  const clearFilter = useQueryState((state) => state.clearFilter)
  const geotagged = useCall('geotagged', [filter], { keepPrevious: true })
  const facets = useCall('facets', [])
  if (geotagged.data === undefined)
    return geotagged.error === null ? (
      <LoadingGrid />
    ) : (
      <ErrorState error={geotagged.error} onRetry={() => void geotagged.refetch()} />
    )
  if (geotagged.data.photoIds.length > 0)
    return (
      <Suspense fallback={<LoadingGrid />}>
        <PhotoMap geotagged={geotagged.data} places={facets.data?.places ?? []} />
      </Suspense>
    )
  const isFiltered = Object.keys(filter).length > 0
  return (
    <EmptyState
      icon={<IconMapPinOff size={48} stroke={1.2} />}
      title={t('mapScreen.emptyTitle')}
      text={t(isFiltered ? 'mapScreen.emptyFiltered' : 'mapScreen.emptyText')}
    >
      {isFiltered && (
        <Button variant="default" onClick={clearFilter}>
          {t('mapScreen.clearFilter')}
        </Button>
      )}
    </EmptyState>
  )
}
