/**
 * Identification on a drawn population: who is who, and who is new.
 *
 *     node bench/identify-synthetic.ts [--individuals 40] [--photos 5] [--seed 1] [--coat 0] [--regions drawn|auto|whole]
 *         [--new-share 0.25] [--precision 0.95] [--cache FOLDER] [--write]
 *
 * Each photo asks all others of other encounters, once as it is and once as if its animal were not in the catalogue; answers
 * are weighed so that --new-share of the questions are of such animals. Probabilities and the threshold are learned on one half of the
 * individuals and judged on the other, in five seeded splits (`reportOf`).
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { AnnotationRegion } from '../core/api/identify.ts'
import { openEngine } from '../core/engine.ts'
import { compareIdentifyFolder } from '../core/engine/identify-eval.ts'
import { withExtractors, type ComparedSet } from '../core/identify/evaluate/compare-all.ts'
import { reportOf } from '../core/identify/evaluate/evaluate.ts'
import { makePopulation } from '../core/identify/synthetic/population.ts'
import { writeRun } from './report.ts'

const { values } = parseArgs({
  options: {
    individuals: { type: 'string', default: '40' },
    photos: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    coat: { type: 'string', default: '0' },
    regions: { type: 'string', default: 'drawn' },
    'new-share': { type: 'string', default: '0.25' },
    precision: { type: 'string', default: '0.95' },
    cache: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})
const population = {
  seed: Number(values.seed),
  individuals: Number(values.individuals),
  photos: Number(values.photos),
  coat: Number(values.coat),
}
const cache = values.cache === undefined ? mkdtempSync(join(tmpdir(), 'resight-synthetic-')) : resolve(values.cache)
const set = await comparedSet()
if (values.cache === undefined) rmSync(cache, { recursive: true })

const options = { newShare: Number(values['new-share']), precisionTarget: Number(values.precision) }
const parts = set.extractors.length > 1 ? set.extractors.map((id) => withExtractors(set, [id])) : []
const reports = [set, ...parts].map((part) => reportOf(part, options))
for (const report of reports) console.log(JSON.stringify(report))
if (values.write)
  console.log(`Wrote ${writeRun('identify-synthetic', { population, regions: values.regions, reports })}`)

async function comparedSet(): Promise<ComparedSet> {
  const kept = join(cache, `compared-${values.regions}.json`)
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as ComparedSet
  mkdirSync(cache, { recursive: true })
  const [photos, library] = [join(cache, 'photos'), join(cache, 'library')]
  if (!existsSync(photos)) await makePopulation(photos, population)
  const engine = await openEngine({ library, device: 'cpu' })
  await engine.add({ folders: [photos] })
  await engine.close()
  const made = JSON.parse(readFileSync(join(photos, 'regions.json'), 'utf8')) as Awaited<
    ReturnType<typeof makePopulation>
  >
  const outlines = made.map(({ file, outline }) => [file, { kind: 'polygon', points: outline }] as const)
  const drawn = new Map<string, AnnotationRegion>(outlines)
  const regions = values.regions === 'auto' || values.regions === 'whole' ? values.regions : drawn
  const compared = await compareIdentifyFolder(photos, { library, device: 'cpu', sameViewpointOnly: true, regions })
  writeFileSync(kept, JSON.stringify(compared))
  return compared
}
