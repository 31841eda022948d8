import L from 'leaflet'
import 'leaflet/dist/leaflet.css'
import type { Bounds, Geotagged } from '../../../core/api/browse.ts'
import { MOST_ZOOM } from './groups.ts'
import { landShapes } from './land.ts'
import styles from './map.module.css'

interface Names {
  readonly map: string
  readonly attribution: string
  readonly zoomIn: string
  readonly zoomOut: string
}

/** A map of land and sea, drawn on a canvas from what the program carries along. */
export function openMap(element: HTMLElement, names: Names): L.Map {
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
  const map = L.map(element, {
    renderer: L.canvas({ padding: 0.5 }),
    minZoom: 2,
    maxZoom: MOST_ZOOM,
    zoomControl: false,
    attributionControl: false,
    worldCopyJump: true,
    zoomAnimation: !isStill,
    fadeAnimation: !isStill,
    markerZoomAnimation: !isStill,
    inertia: !isStill,
    maxBounds: [
      [-85, -540],
      [85, 540],
    ],
  })
  L.control.zoom({ zoomInTitle: names.zoomIn, zoomOutTitle: names.zoomOut, position: 'topright' }).addTo(map)
  L.control.attribution({ prefix: 'Leaflet' }).addAttribution(names.attribution).addTo(map)
  element.setAttribute('role', 'region')
  element.setAttribute('aria-label', names.map)
  const css = getComputedStyle(element)
  const shapes = landShapes()
  // The land is drawn three times over, so that the map goes on across the 180th meridian.
  for (const turn of [-360, 0, 360])
    L.geoJSON([...shapes], {
      interactive: false,
      coordsToLatLng: ([longitude = 0, latitude = 0]) => L.latLng(latitude, longitude + turn),
      style: {
        className: styles.land,
        color: css.getPropertyValue('--map-coast'),
        fillColor: css.getPropertyValue('--map-land'),
        weight: 1,
        fillOpacity: 1,
      },
    }).addTo(map)
  return map
}

export function boundsOf(map: L.Map): Bounds {
  const bounds = map.getBounds()
  return {
    south: bounds.getSouth(),
    west: bounds.getWest(),
    north: bounds.getNorth(),
    east: bounds.getEast(),
  }
}

export function fitAll(map: L.Map, { latitudes, longitudes }: Geotagged): void {
  const places = latitudes.map((latitude, i): L.LatLngTuple => [latitude, longitudes[i] ?? 0])
  if (places.length === 0) map.setView([20, 0], 2)
  else map.fitBounds(L.latLngBounds(places), { padding: [48, 48], maxZoom: 11, animate: false })
}
