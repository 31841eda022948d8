import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { builtInGazetteer } from './built-in.ts'
import { Gazetteer, MAX_DISTANCE_KM, reachKm, type Towns } from './gazetteer.ts'

/** Great-circle distance by the haversine formula, on a sphere of 111.2 km a degree. */
function greatCircleKm(latitude1: number, longitude1: number, latitude2: number, longitude2: number): number {
  const radians = Math.PI / 180
  const a = Math.sin(((latitude2 - latitude1) * radians) / 2) ** 2
  const b = Math.sin(((longitude2 - longitude1) * radians) / 2) ** 2
  const h = a + Math.cos(latitude1 * radians) * Math.cos(latitude2 * radians) * b
  return ((2 * 111.2) / radians) * Math.asin(Math.min(1, Math.sqrt(h)))
}

function townsOf(places: readonly (readonly [latitude: number, longitude: number, radius: number])[]): Towns {
  return {
    names: places.map((_, i) => `Town ${i}`),
    countries: places.map(() => 'CH'),
    latitudes: Float64Array.from(places, ([latitude]) => latitude),
    longitudes: Float64Array.from(places, ([, longitude]) => longitude),
    radii: Float64Array.from(places, ([, , radius]) => radius),
  }
}

test('the nearest town is that of comparing with every town, on both sides of the 180th meridian', () => {
  const near = (degrees: number) => fc.double({ min: -degrees, max: degrees, noNaN: true })
  const wrap = (longitude: number) => ((longitude + 540) % 360) - 180
  const scene = fc.record({
    latitude: fc.double({ min: -75, max: 75, noNaN: true }),
    longitude: fc.oneof(fc.constantFrom(-180, 180, 179.99, 0), fc.double({ min: -180, max: 180, noNaN: true })),
    around: fc.array(fc.tuple(near(1), near(2), fc.constantFrom(0.3, 1, 10, 25)), { maxLength: 20 }),
  })
  fc.assert(
    fc.property(scene, ({ latitude, longitude, around }) => {
      const towns = around.map(([south, east, radius]) => [latitude + south, wrap(longitude + east), radius] as const)
      const found = new Gazetteer(townsOf(towns)).nearest(latitude, longitude)
      const edges = towns.map(([lat, lon, radius]) => {
        const km = greatCircleKm(latitude, longitude, lat, lon)
        return { km, edge: km - radius }
      })
      // The plane of `nearest` is off by a little, so that near ties may go either way.
      const slack = 1.5
      const best = Math.min(...edges.filter(({ km }) => km <= MAX_DISTANCE_KM - slack).map(({ edge }) => edge))
      if (found === null) assert.equal(best, Infinity)
      else {
        assert.ok(edges[found]!.km <= MAX_DISTANCE_KM + slack)
        assert.ok(edges[found]!.edge <= best + slack)
      }
    }),
    { numRuns: 300 },
  )
})

test('a gazetteer without towns, and the poles, give none', () => {
  const empty = new Gazetteer(townsOf([]))
  for (const [latitude, longitude] of [
    [90, 0],
    [-90, 180],
    [0, -180],
  ] as const) {
    assert.equal(empty.nearest(latitude, longitude), null)
    assert.equal(builtInGazetteer().nearest(latitude, longitude), null)
  }
})

test('the built-in gazetteer knows well-known spots by the town a person would say', () => {
  const gazetteer = builtInGazetteer()
  const name = (latitude: number, longitude: number) => {
    const town = gazetteer.nearest(latitude, longitude)
    return town === null ? null : `${gazetteer.towns.names[town]} ${gazetteer.towns.countries[town]}`
  }
  assert.equal(name(48.8584, 2.2945), 'Paris FR')
  assert.equal(name(48.8049, 2.1204), 'Versailles FR')
  assert.equal(name(45.9763, 7.6586), 'Zermatt CH')
  assert.equal(name(-33.8568, 151.2153), 'Sydney AU')
  assert.equal(name(37.8199, -122.4783), 'San Francisco, CA US')
  assert.equal(name(40.6892, -74.0445), 'New York City, NY US')
  assert.equal(name(35.3606, 138.7274)?.endsWith('JP'), true)
  assert.equal(name(0, -30), null)
})

test('the built-in gazetteer is whole: as many of each, and all on Earth', () => {
  const { names, countries, latitudes, longitudes, radii } = builtInGazetteer().towns
  assert.ok(names.length > 100_000)
  for (const column of [countries, latitudes, longitudes, radii]) assert.equal(column.length, names.length)
  assert.ok(latitudes.every((latitude) => Math.abs(latitude) <= 90))
  assert.ok(longitudes.every((longitude) => Math.abs(longitude) <= 180))
  assert.ok(radii.every((radius) => radius > 0 && radius <= 25))
  assert.ok(names.every((name) => name !== ''))
  assert.ok(countries.every((code) => /^[A-Z]{2}$/.test(code)))
})

test('a town reaches as far as its people need', () => {
  assert.deepEqual([10_000, 1_000_000, 30_000_000].map(reachKm), [1, 10, 25])
})
