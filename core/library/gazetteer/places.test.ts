import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Place } from '../../api/browse.ts'
import { builtInGazetteer } from './built-in.ts'
import { Gazetteer } from './gazetteer.ts'
import { findPlaces } from './places.ts'

function placesOf(positions: readonly (readonly [latitude: number, longitude: number])[]): readonly Place[] {
  return findPlaces(
    {
      photoIds: positions.map((_, i) => i + 1),
      latitudes: positions.map(([latitude]) => latitude),
      longitudes: positions.map(([, longitude]) => longitude),
    },
    builtInGazetteer(),
  )
}

test('photos are put together by town, the most first; without one, by where they are', () => {
  const places = placesOf([
    [47.37, 8.54],
    [48.8584, 2.2945],
    [47.38, 8.55],
    [-30.25, -20.5],
    [-30.75, -20.25],
  ])
  assert.deepEqual(
    places.map(({ name, photos }) => [name, photos]),
    [
      ['30.5° S, 20.4° W', 2],
      ['Zürich, Switzerland', 2],
      ['Paris, France', 1],
    ],
  )
  assert.deepEqual(places[1]?.bounds, { south: 47.37, west: 8.54, north: 47.38, east: 8.55 })
  assert.equal(places[0]?.latitude, -30.5)
})

test('a place across the 180th meridian is one, and its box is small', () => {
  const taveuni = new Gazetteer({
    names: ['Taveuni'],
    countries: ['FJ'],
    latitudes: Float64Array.of(-16.85),
    longitudes: Float64Array.of(-179.98),
    radii: Float64Array.of(1),
  })
  const located = { photoIds: [1, 2, 3], latitudes: [-16.85, -16.86, -16.84], longitudes: [179.98, -179.97, -179.99] }
  const [place, ...others] = findPlaces(located, taveuni)
  assert.equal(place?.name, 'Taveuni, Fiji')
  assert.deepEqual(others, [])
  assert.deepEqual(place.bounds, { south: -16.86, west: 179.98, north: -16.84, east: -179.97 })
  assert.ok(Math.abs(Math.abs(place.longitude) - 180) < 0.03)
})

test('every photo is in one place, and inside its box', () => {
  const spot = fc.constantFrom<readonly [number, number]>(
    [47.37, 8.54],
    [-16.85, 180],
    [-16.85, -180],
    [-90, 0],
    [90, -180],
    [0, -30],
    [35.68, 139.69],
    [64.15, -21.94],
  )
  const near = fc.double({ min: -0.3, max: 0.3, noNaN: true })
  const clamp = (value: number, limit: number) => Math.max(-limit, Math.min(limit, value))
  const position = fc
    .tuple(spot, near, near)
    .map(([[latitude, longitude], y, x]) => [clamp(latitude + y, 90), clamp(longitude + x, 180)] as const)
  fc.assert(
    fc.property(fc.array(position, { maxLength: 20 }), (positions) => {
      const places = placesOf(positions)
      assert.equal(
        places.reduce((sum, { photos }) => sum + photos, 0),
        positions.length,
      )
      for (const [latitude, longitude] of positions)
        assert.ok(
          places.some(({ bounds }) => contains(bounds, latitude, longitude)),
          `${latitude} ${longitude}`,
        )
      for (const { latitude, longitude } of places)
        assert.ok(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180, `${latitude} ${longitude}`)
      const counts = places.map(({ photos }) => photos)
      assert.deepEqual(
        counts,
        counts.toSorted((a, b) => b - a),
      )
    }),
  )
})

function contains({ south, west, north, east }: Place['bounds'], latitude: number, longitude: number): boolean {
  if (latitude < south || latitude > north) return false
  if (Math.abs(longitude) === 180 && (west === -180 || east === 180)) return true
  return west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east
}
