import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { Gazetteer, reachKm } from './gazetteer.ts'

/** What scripts/build-gazetteer.ts writes. */
interface TownsFile {
  readonly countries: readonly (readonly [code: string, towns: number])[]
  readonly names: string
  readonly latitudes: readonly number[]
  readonly longitudes: readonly number[]
  readonly magnitudes: readonly number[]
}

let opened: Gazetteer | null = null

/** The 107,000 towns of 1,000 people and more (GeoNames); read at the first call and kept. */
export function builtInGazetteer(): Gazetteer {
  opened ??= openBuiltIn()
  return opened
}

function openBuiltIn(): Gazetteer {
  const packed = readFileSync(new URL('towns.json.br', import.meta.url))
  const file = JSON.parse(brotliDecompressSync(packed).toString('utf8')) as TownsFile
  return new Gazetteer({
    names: file.names.split('\n'),
    countries: file.countries.flatMap(([code, towns]) => Array<string>(towns).fill(code)),
    latitudes: Float64Array.from(file.latitudes, (thousandths) => thousandths / 1000),
    longitudes: Float64Array.from(file.longitudes, (thousandths) => thousandths / 1000),
    radii: Float64Array.from(file.magnitudes, (magnitude) => reachKm(2 ** (magnitude / 4))),
  })
}
