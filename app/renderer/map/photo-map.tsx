import { Button, useComputedColorScheme } from '@mantine/core'

import { IconFocusCentered, IconSearch } from '@tabler/icons-react'
import L from 'leaflet'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Bounds, Geotagged, Place } from '../../../core/api/browse.ts'
import { nearestPlace } from '../photo/nearest-place.ts'
import { useFormat } from '../parts/use-format.ts'
import { useQueryState } from '../query/query-state.ts'
import { toQuery } from '../query/query-draft.ts'
import { goTo } from '../shell/hash-location.ts'
import { useShell } from '../shell/use-shell.ts'
import { showGroups } from './group-markers.ts'
import { GroupList } from './group-list.tsx'
import { GroupPopup } from './group-popup.tsx'
import { MOST_ZOOM, type PhotoGroup, clusterPhotos, groupsIn, searchBounds } from './groups.ts'
import { boundsOf, fitAll, openMap } from './open-map.ts'
import styles from './map.module.css'

interface View {
  readonly bounds: Bounds
  readonly zoom: number
}

interface Props {
  readonly geotagged: Geotagged
  readonly places: readonly Place[]
}

/** Where the photos were taken. */
export function PhotoMap({ geotagged, places }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const shell = useShell()
  const scheme = useComputedColorScheme('light')
  const setFilter = useQueryState((state) => state.setFilter)
  const element = useRef<HTMLDivElement>(null)
  const opened = useRef<{ readonly map: L.Map; readonly markers: L.LayerGroup } | null>(null)
  const [view, setView] = useState<View | null>(null)
  const [chosen, setChosen] = useState<PhotoGroup | null>(null)
  const clusters = useMemo(() => clusterPhotos(geotagged), [geotagged])
  const groups = useMemo(() => (view === null ? [] : groupsIn(clusters, view.bounds, view.zoom)), [clusters, view])

  const nameOf = useCallback(
    (group: PhotoGroup) => {
      const photos = t('mapScreen.group', { count: group.photos, photos: format.count(group.photos) })
      const place = nearestPlace(places, group)
      return place === null ? photos : t('mapScreen.groupNear', { photos, place: place.name })
    },
    [t, format, places],
  )
  const first = useRef(geotagged)
  useEffect(() => {
    if (element.current === null) return undefined
    const map = openMap(element.current, {
      map: t('mapScreen.map'),
      attribution: t('mapScreen.attribution'),
      zoomIn: t('mapScreen.zoomIn'),
      zoomOut: t('mapScreen.zoomOut'),
    })
    opened.current = { map, markers: L.layerGroup().addTo(map) }
    map.on('moveend', () => setView({ bounds: boundsOf(map), zoom: map.getZoom() }))
    fitAll(map, first.current)
    const resized = new ResizeObserver(() => map.invalidateSize())
    resized.observe(element.current)
    return () => {
      resized.disconnect()
      opened.current = null
      map.remove()
    }
  }, [scheme, t])
  useEffect(() => {
    if (opened.current === null) return
    showGroups(opened.current.markers, groups, {
      thumbnailUrl: (photoId) => shell.thumbnailUrl(photoId),
      nameOf,
      countOf: ({ photos }) => format.count(photos),
      onChoose: setChosen,
    })
  }, [groups, nameOf, shell, format, scheme])
  const zoomTo = ({ latitude, longitude }: PhotoGroup) => {
    setChosen(null)
    const map = opened.current?.map
    map?.setView([latitude, longitude], Math.min(MOST_ZOOM, map.getZoom() + 3))
  }
  const here = (then: string) => {
    const map = opened.current?.map
    if (map === undefined) return
    setFilter({ bounds: searchBounds(boundsOf(map)) })
    goTo(then)
  }
  return (
    <div className={styles.screen}>
      <GroupList groups={groups} nameOf={nameOf} onChoose={setChosen} />
      <div className={styles.mapBox}>
        <div ref={element} className={styles.map} />
        <div className={styles.buttons}>
          <Button
            size="sm"
            leftSection={<IconSearch size={16} />}
            onClick={() => here(toQuery(useQueryState.getState()) === null ? '/' : '/search')}
          >
            {t('mapScreen.searchHere')}
          </Button>
          <Button
            size="sm"
            variant="default"
            leftSection={<IconFocusCentered size={16} />}
            onClick={() => opened.current !== null && fitAll(opened.current.map, geotagged)}
          >
            {t('mapScreen.fitAll')}
          </Button>
        </div>
        {chosen !== null && (
          <GroupPopup
            key={chosen.key}
            group={chosen}
            name={nameOf(chosen)}
            onZoom={chosen.photos > 1 && (view?.zoom ?? 0) < MOST_ZOOM ? () => zoomTo(chosen) : null}
            onClose={() => setChosen(null)}
          />
        )}
      </div>
    </div>
  )
}
