import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { clusterPhotos, groupsIn, searchBounds } from './groups.ts'

const WORLD = { south: -85, west: -180, north: 85, east: 180 }

test('at any zoom the groups of the world hold every photo once', () => {
  const point = fc.record({
    latitude: fc.double({ min: -84, max: 84, noNaN: true }),
    longitude: fc.double({ min: -179.9, max: 179.9, noNaN: true }),
  })
  fc.assert(
    fc.property(fc.array(point, { maxLength: 60 }), fc.integer({ min: 1, max: 14 }), (points, zoom) => {
      const clusters = clusterPhotos({
        photoIds: points.map((_, i) => i + 1),
        latitudes: points.map(({ latitude }) => latitude),
        longitudes: points.map(({ longitude }) => longitude),
      })
      const groups = groupsIn(clusters, WORLD, zoom)
      assert.equal(
        groups.reduce((sum, { photos }) => sum + photos, 0),
        points.length,
      )
      assert.equal(new Set(groups.flatMap(({ sample }) => sample)).size, groups.flatMap(({ sample }) => sample).length)
    }),
    { numRuns: 50 },
  )
})

test('photos of one town are a group from afar and apart from near', () => {
  const clusters = clusterPhotos({ photoIds: [1, 2], latitudes: [48.1, 48.2], longitudes: [11.5, 11.7] })
  assert.deepEqual(
    groupsIn(clusters, WORLD, 3).map(({ photos, sample }) => [photos, sample.length]),
    [[2, 2]],
  )
  assert.equal(groupsIn(clusters, WORLD, 14).length, 2)
})

test('a box goes to the engine within the degrees there are', () => {
  assert.deepEqual(searchBounds({ south: -95, west: -400, north: 95, east: 10 }), {
    south: -90,
    west: -180,
    north: 90,
    east: 180,
  })
  assert.deepEqual(searchBounds({ south: 0, west: 170, north: 1, east: 190 }), {
    south: 0,
    west: 170,
    north: 1,
    east: -170,
  })
  assert.deepEqual(searchBounds({ south: 0, west: -180, north: 1, east: 180 }), {
    south: 0,
    west: -180,
    north: 1,
    east: 180,
  })
})
