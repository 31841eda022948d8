/**
 * Fits the calibration and the shortlist figures that are shipped, and says what they are worth: on individuals that were held
 * out, and on each set by what the other sets taught alone.
 *
 *     node bench/identify-calibration.ts DIR [DIR …] [--cache FOLDER] [--device cpu] [--write]
 *
 * Each DIR has a folder an individual (as for `resight identify eval`). With --cache, what was compared is kept there as JSON, and
 * a later run fits at once; delete a set's file to compare again. --write replaces `generic.json` and `shortlist.json`.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { DEVICES } from '../core/api.ts'
import { openEngine } from '../core/engine.ts'
import { compareIdentifyFolder } from '../core/engine/identify-eval.ts'
import { writeCalibrationFile } from '../core/identify/calibration/calibration-file.ts'
import { withExtractors, type ComparedSet } from '../core/identify/evaluate/compare-all.ts'
import { reportOf, type ReportOptions } from '../core/identify/evaluate/evaluate.ts'
import { atBaseRateOf, fitGeneric, shortlistShares } from '../core/identify/evaluate/fit-generic.ts'

const QUANTILES = 200

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cache: { type: 'string' },
    device: { type: 'string', default: 'cpu' },
    write: { type: 'boolean', default: false },
  },
})
if (positionals.length === 0) throw new Error('Name folders that have a folder an individual')
const device = DEVICES.find((name) => name === values.device)
if (device === undefined) throw new Error(`Expected a device of ${DEVICES.join(', ')} but received ${values.device}`)
const cache = values.cache === undefined ? mkdtempSync(join(tmpdir(), 'resight-calibration-')) : resolve(values.cache)
mkdirSync(cache, { recursive: true })

const sets: { readonly name: string; readonly set: ComparedSet }[] = []
for (const folder of positionals) sets.push({ name: basename(resolve(folder)), set: await comparedSet(folder) })
if (values.cache === undefined) rmSync(cache, { recursive: true })

for (const { name, set } of sets) {
  print(name, 'all, held out', set, {})
  if (set.extractors.length > 1)
    for (const extractor of set.extractors) print(name, 'alone, held out', withExtractors(set, [extractor]), {})
  if (sets.length === 1) continue
  const others = fitGeneric(sets.filter((other) => other.name !== name).map((other) => other.set))
  print(name, 'all, by other sets', set, { calibrations: atBaseRateOf(set, others) })
}

const all = sets.map(({ set }) => set)
const fittedAt = new Date().toISOString()
const names = sets.map(({ name, set }) => `${name} (${set.queries.length} photos)`).join(', ')
const extractors = fitGeneric(all)
for (const [id, { same, different, baseRate, curve }] of extractors)
  console.log(JSON.stringify({ extractor: id, same, different, baseRate, knots: curve.positions.length }))
const shares = shortlistShares(all, QUANTILES)
const queries = all.reduce(
  (sum, set) => sum + set.queries.filter(({ isKnown, order }) => isKnown && order !== null).length,
  0,
)
if (values.write) {
  const generic = { kind: 'generic', origin: `pairs of ${names}`, fittedAt, extractors } as const
  write('../core/identify/calibration/generic.json', writeCalibrationFile(generic))
  if (shares.length > 0) {
    const order = all.find(({ shortlistBy }) => shortlistBy !== null)?.shortlistBy ?? 'unnamed'
    const shipped = { format: 'resight-shortlist', version: 1, order, origin: names, queries, shares }
    write('../core/identify/candidates/shortlist.json', `${JSON.stringify(shipped, null, 2)}\n`)
  }
}

async function comparedSet(folder: string): Promise<ComparedSet> {
  const name = basename(resolve(folder))
  const kept = join(cache, `${name}.json`)
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as ComparedSet
  const library = join(cache, `${name}-library`)
  const engine = await openEngine({ library, device: device! })
  await engine.add({ folders: [resolve(folder)] })
  await engine.close()
  const set = await compareIdentifyFolder(folder, {
    library,
    device: device!,
    sameViewpointOnly: true,
    // The whole-picture encoder too: a project may choose it.
    extractors: 'all',
  })
  writeFileSync(kept, JSON.stringify(set))
  return set
}

function print(name: string, how: string, set: ComparedSet, options: ReportOptions): void {
  const { shortlists, openSet, ...report } = reportOf(set, options)
  const rounded = Object.fromEntries(
    Object.entries({ ...report, ...openSet }).map(([key, value]) => [
      key,
      typeof value === 'number' ? Number(value.toFixed(4)) : value,
    ]),
  )
  const recalls = shortlists?.map(({ length, recall }) => `${length}: ${recall.toFixed(3)}`).join(', ')
  console.log(JSON.stringify({ name, how, ...rounded, ...(recalls !== undefined && { recalls }) }))
}

function write(path: string, text: string): void {
  writeFileSync(new URL(path, import.meta.url), text)
}
