import type { TFunction } from 'i18next'
import type { Filter } from '../../../core/api.ts'
import type { Facets } from '../../../core/api/browse.ts'
import type { Format } from '../parts/format.ts'
import type { FilterChange } from '../query/query-draft.ts'
import { nameOf } from '../query/path-name.ts'

export interface FilterLabel {
  readonly name: string
  readonly text: string
  /** What takes this condition away. */
  readonly without: FilterChange
}

/** Each condition of a filter, in words. @param facets names albums and places; undefined while not known */
export function filterLabels(filter: Filter, facets: Facets | undefined, t: TFunction, format: Format): FilterLabel[] {
  const { folder, from, to, camera, album, bounds } = filter
  const labels: FilterLabel[] = []
  if (from !== undefined || to !== undefined) {
    labels.push({ name: 'dates', text: datesLabel(from, to, t, format), without: { from: undefined, to: undefined } })
  }
  if (folder !== undefined) labels.push({ name: 'folder', text: nameOf(folder), without: { folder: undefined } })
  if (album !== undefined) {
    const known = facets?.albums.find(({ albumId }) => albumId === album)
    const text = known?.name ?? t('query.albumNumber', { album })
    labels.push({ name: 'album', text, without: { album: undefined } })
  }
  if (camera !== undefined) labels.push({ name: 'camera', text: camera, without: { camera: undefined } })
  if (bounds !== undefined) {
    const known = facets?.places.find((place) => boundsKey(place.bounds) === boundsKey(bounds))
    labels.push({ name: 'place', text: known?.name ?? t('query.inArea'), without: { bounds: undefined } })
  }
  return labels
}

export function boundsKey({ south, west, north, east }: NonNullable<Filter['bounds']>): string {
  return [south, west, north, east].join(',')
}

function datesLabel(from: string | undefined, to: string | undefined, t: TFunction, format: Format): string {
  if (from !== undefined && to !== undefined) {
    return from === to ? format.day(from) : t('query.dateRange', { from: format.day(from), to: format.day(to) })
  }
  return from === undefined
    ? t('query.dateTo', { to: format.day(to ?? '') })
    : t('query.dateFrom', { from: format.day(from) })
}
