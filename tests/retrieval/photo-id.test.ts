/**
 * Photo-ID on real animals, regions proposed automatically: floors a little below what docs/decisions/photo-id-matching.md
 * measures on the whole sets.
 */
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openEngine } from '../../core/engine.ts'
import { evaluateIdentifyFolder, type IdentifyEvalOptions } from '../../core/engine/identify-eval.ts'
import { DATA } from '../fixtures/data.ts'

const ANIMALS = join(DATA, 'animals')
process.env['RESIGHT_MODELS'] ??= join(DATA, '..', 'models')
const skip = existsSync(ANIMALS) ? false : `no photos of animals in ${ANIMALS}`

/** Of some of a set's animals: what the library has not is not asked. */
async function evaluate(
  context: TestContext,
  set: string,
  animals: number,
  options: Pick<IdentifyEvalOptions, 'regions' | 'extractors'>,
) {
  const library = mkdtempSync(join(tmpdir(), 'resight-photo-id-'))
  context.after(() => rmSync(library, { recursive: true, force: true }))
  const folders = readdirSync(join(ANIMALS, set)).sort().slice(0, animals)
  const engine = await openEngine({ library, device: 'cpu' })
  await engine.add({ folders: folders.map((name) => join(ANIMALS, set, name)) })
  await engine.close()
  const settings = { library, device: 'cpu', sameViewpointOnly: true, ...options } as const
  return evaluateIdentifyFolder(join(ANIMALS, set), settings)
}

test('cows from above, any way up', { skip }, async (context) => {
  const report = await evaluate(context, 'cows', 7, { regions: 'whole', extractors: ['sift'] })
  assert.ok(report.queries >= 40)
  assert.ok(report.top1 >= 0.9, `top-1 ${report.top1}`)
})

test('seals on a beach, by their spots', { skip }, async (context) => {
  const report = await evaluate(context, 'seals', 5, { regions: 'auto', extractors: ['sift'] })
  assert.ok(report.queries >= 30)
  assert.ok(report.top1 >= 0.72, `top-1 ${report.top1}`)
})
