import { useMemo } from 'react'
import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Filter } from '../../../core/api.ts'
import type { Facets } from '../../../core/api/browse.ts'
import { useQueryState } from '../query/query-state.ts'
import { boundsKey } from '../search/filter-labels.ts'
import { AlbumActions } from './album-actions.tsx'
import { FacetSection } from './facet-section.tsx'
import { FacetTree } from './facet-tree.tsx'
import { dateNodes, folderNodes } from './facet-nodes.ts'
import styles from './library.module.css'

/** Folders, albums, cameras, places and dates: each press narrows the library down, and the search with it. */
export function SideBar({ facets }: { readonly facets: Facets }) {
  const { t, i18n } = useTranslation()
  const filter = useQueryState((state) => state.filter)
  const setFilter = useQueryState((state) => state.setFilter)
  const folders = useMemo(() => folderNodes(facets.folders), [facets.folders])
  const dates = useMemo(() => dateNodes(facets.months, i18n.language), [facets.months, i18n.language])
  const { albums, cameras, places } = facets

  /** A second press takes the condition away. */
  const toggle = <K extends keyof Filter>(key: K, value: Filter[K], isChosen: boolean) =>
    setFilter({ [key]: isChosen ? undefined : value })
  const isPlace = (id: string) => filter.bounds !== undefined && boundsKey(filter.bounds) === id
  const isDate = (id: string) => filter.from === id && filter.to === id
  return (
    <nav className={styles.sideBar} aria-label={t('library.sideBar')}>
      <FacetSection title={t('library.folders')} count={folders.length}>
        <FacetTree
          nodes={folders}
          isChosen={({ id }) => filter.folder === id}
          onChoose={({ id }) => toggle('folder', id, filter.folder === id)}
        />
      </FacetSection>
      <FacetSection title={t('library.albums')} count={1}>
        {albums.length === 0 && <Text className={styles.hint}>{t('library.noAlbums')}</Text>}
        <FacetTree
          nodes={albums.map(({ albumId, name, photos }) => ({
            id: String(albumId),
            label: name,
            photos,
            children: [],
          }))}
          isChosen={({ id }) => filter.album === Number(id)}
          onChoose={({ id }) => toggle('album', Number(id), filter.album === Number(id))}
          actions={({ id, label }) => <AlbumActions albumId={Number(id)} name={label} />}
        />
      </FacetSection>
      <FacetSection title={t('library.dates')} count={dates.length}>
        <FacetTree
          nodes={dates}
          isChosen={({ id }) => isDate(id)}
          onChoose={({ id }) => setFilter(isDate(id) ? { from: undefined, to: undefined } : { from: id, to: id })}
        />
      </FacetSection>
      <FacetSection title={t('library.places')} count={places.length}>
        <FacetTree
          nodes={places.map(({ name, bounds, photos }) => ({
            id: boundsKey(bounds),
            label: name,
            photos,
            children: [],
          }))}
          isChosen={({ id }) => isPlace(id)}
          onChoose={({ id }) =>
            toggle('bounds', places.find(({ bounds }) => boundsKey(bounds) === id)?.bounds, isPlace(id))
          }
        />
      </FacetSection>
      <FacetSection title={t('library.cameras')} count={cameras.length}>
        <FacetTree
          nodes={cameras.map(({ camera, photos }) => ({ id: camera, label: camera, photos, children: [] }))}
          isChosen={({ id }) => filter.camera === id}
          onChoose={({ id }) => toggle('camera', id, filter.camera === id)}
        />
      </FacetSection>
    </nav>
  )
}
