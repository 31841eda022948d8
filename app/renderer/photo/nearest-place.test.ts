import assert from 'node:assert/strict'
import test from 'node:test'
import type { Place } from '../../../core/api/browse.ts'
import { nearestPlace } from './nearest-place.ts'

function place(name: string, latitude: number, longitude: number, west: number, east: number): Place {
  return { name, latitude, longitude, photos: 1, bounds: { south: latitude - 1, north: latitude + 1, west, east } }
}

test('the nearest place around a position is chosen', () => {
  const places = [place('Bern', 46.95, 7.45, 7, 8), place('Thun', 46.75, 7.63, 7, 8), place('Oslo', 59.9, 10.7, 10, 11)]
  assert.equal(nearestPlace(places, { latitude: 46.76, longitude: 7.6 })?.name, 'Thun')
  assert.equal(nearestPlace(places, { latitude: 46.94, longitude: 7.44 })?.name, 'Bern')
  assert.equal(nearestPlace(places, { latitude: 0, longitude: 0 }), null)
})

test('a place across the 180th meridian is around positions on both sides of it', () => {
  const places = [place('Taveuni', -16.8, -179.9, 179.5, -179.5)]
  assert.equal(nearestPlace(places, { latitude: -16.8, longitude: 179.9 })?.name, 'Taveuni')
  assert.equal(nearestPlace(places, { latitude: -16.8, longitude: 10 }), null)
})
