import type { MultiPolygon } from 'geojson'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import atlas from 'world-atlas/land-50m.json'
import { unwrapRing } from './unwrap.ts'

/** Land of the earth as Natural Earth draws it at 1:50 million: part of the program, so that no tile is ever fetched. */
export function landShapes(): readonly MultiPolygon[] {
  const topology = atlas as unknown as Topology<{ readonly land: GeometryCollection }>
  return feature(topology, topology.objects.land).features.map(({ geometry }) => {
    const { coordinates } = geometry as MultiPolygon
    return { type: 'MultiPolygon', coordinates: coordinates.map((shape) => shape.map((ring) => [...unwrapRing(ring)])) }
  })
}
