import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openEngine } from '../../core/engine.ts'
import { compareIdentifyFolder } from '../../core/engine/identify-eval.ts'
import { reportOf } from '../../core/identify/evaluate/evaluate.ts'
import { makePopulation } from '../../core/identify/synthetic/population.ts'

// A floor under what `node bench/identify-synthetic.ts` measures on 40 individuals (docs/photo-id.md).
test('drawn animals are told apart by their coats', async (context) => {
  const at = mkdtempSync(join(tmpdir(), 'resight-synthetic-'))
  context.after(() => rmSync(at, { recursive: true, force: true }))
  const [photos, library] = [join(at, 'photos'), join(at, 'library')]
  const made = await makePopulation(photos, { seed: 2, individuals: 6, photos: 3, places: 3 })
  const engine = await openEngine({ library, device: 'cpu' })
  await engine.add({ folders: [photos] })
  await engine.close()
  const regions = new Map(made.map(({ file, outline }) => [file, { kind: 'polygon' as const, points: outline }]))
  const options = { library, device: 'cpu', sameViewpointOnly: true, regions } as const
  const report = reportOf(await compareIdentifyFolder(photos, options))
  assert.deepEqual([report.queries, report.individuals, report.photos], [18, 6, 18])
  assert.ok(report.top1 >= 0.95, `top-1 ${report.top1}`)
  assert.ok(report.auroc >= 0.95, `AUROC ${report.auroc}`)
})
