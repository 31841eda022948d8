import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { RERANKERS } from '../api.ts'
import { runInChild } from '../runtime/run-in-child.ts'
import { webgpuForTests } from '../runtime/swiftshader.ts'
import { weigh } from '../runtime/verdict.ts'
import { openRerankers, RERANKER_KERNELS } from './registry.ts'

const folder = mkdtempSync(join(tmpdir(), 'resight-rerankers-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('every reranker of the contract opens under its own name', async () => {
  const open = await openRerankers({ device: 'auto', ntotal: () => 1000, cacheFolder: folder })
  assert.deepEqual(
    Object.keys(open.rerankers),
    RERANKERS.filter((name) => name !== 'none'),
  )
  for (const [name, { id }] of Object.entries(open.rerankers)) assert.equal(id, name)
  for (const { device, note } of Object.values(open.devices)) assert.ok(device !== 'cpu' || note !== null)
  await open.dispose()
})

test('the graphs may lie in another folder', async () => {
  cpSync(fileURLToPath(new URL('graphs', import.meta.url)), join(folder, 'graphs'), { recursive: true })
  const open = await openRerankers({ device: 'cpu', ntotal: () => 1000, graphsFolder: join(folder, 'graphs') })
  assert.deepEqual(open.devices.tokens, { device: 'cpu', note: null })
  await open.dispose()
  await assert.rejects(openRerankers({ device: 'cpu', ntotal: () => 1, graphsFolder: folder }), { code: 'not-found' })
})

const webgpu = webgpuForTests()
test('a device with the right answer passes every probe', { skip: 'skip' in webgpu && webgpu.skip }, async () => {
  for (const [name, { graph, probe }] of Object.entries(RERANKER_KERNELS)) {
    const { feeds, tolerance } = probe()
    const model = fileURLToPath(new URL(`graphs/${graph}`, import.meta.url))
    const answer = await runInChild(
      { model, devices: ['webgpu', 'cpu'], feeds: [feeds], cpuFallback: false, timedRuns: 0 },
      { timeoutMs: 120_000, env: 'env' in webgpu ? webgpu.env : process.env },
    )
    // Untimed it counts as slow; had the answer been wrong, that would be the reason.
    assert.match(weigh(answer, tolerance).reason, /^no faster here/, name)
  }
})
