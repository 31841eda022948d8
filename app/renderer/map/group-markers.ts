import L from 'leaflet'
import type { PhotoId } from '../../../core/api.ts'
import type { PhotoGroup } from './groups.ts'
import styles from './map.module.css'

interface Options {
  readonly thumbnailUrl: (photoId: PhotoId) => string
  readonly nameOf: (group: PhotoGroup) => string
  readonly countOf: (group: PhotoGroup) => string
  readonly onChoose: (group: PhotoGroup) => void
}

/** Puts a small picture on the map for each group; the ones that are there already stay. */
export function showGroups(layer: L.LayerGroup, groups: readonly PhotoGroup[], options: Options): void {
  layer.clearLayers()
  for (const group of groups) {
    const marker = L.marker([group.latitude, group.longitude], {
      icon: L.divIcon({ html: pictureOf(group, options), className: styles.marker, iconSize: [52, 52] }),
      title: options.nameOf(group),
      alt: options.nameOf(group),
      keyboard: true,
      riseOnHover: true,
    })
    marker.on('click', () => options.onChoose(group))
    marker.on('keypress', ({ originalEvent }: L.LeafletKeyboardEvent) => {
      if (originalEvent.key === 'Enter') options.onChoose(group)
    })
    marker.addTo(layer)
    marker.getElement()?.setAttribute('aria-label', options.nameOf(group))
  }
}

function pictureOf(group: PhotoGroup, { thumbnailUrl, countOf }: Options): HTMLElement {
  const box = document.createElement('span')
  const [first] = group.sample
  if (first !== undefined) {
    const picture = document.createElement('img')
    picture.src = thumbnailUrl(first)
    picture.alt = ''
    box.append(picture)
  }
  if (group.photos > 1) {
    const count = document.createElement('span')
    count.className = styles.markerCount ?? ''
    count.textContent = countOf(group)
    box.append(count)
  }
  return box
}
