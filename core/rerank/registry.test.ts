import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { RERANKERS } from '../api.ts'
import { createSession, runSession } from '../runtime/create-session.ts'
import { disagreement } from '../runtime/tolerance.ts'
import { openRerankers, RERANKER_KERNELS } from './registry.ts'
import { superGlobalReference } from './superglobal.reference.ts'
import { SUPERGLOBAL } from './superglobal.ts'

const folder = mkdtempSync(join(tmpdir(), 'resight-rerankers-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('every reranker of the contract opens under its own name', async () => {
  const open = await openRerankers({ device: 'auto', ntotal: () => 1000, cacheFolder: folder })
  assert.deepEqual(
    Object.keys(open.rerankers),
    RERANKERS.filter((name) => name !== 'none' && name !== 'local'),
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

test('SuperGlobal’s probe has no near-ties: a sum in another order gives the same neighbours', async () => {
  const { feeds, tolerance } = RERANKER_KERNELS.superglobal.probe()
  const { vectors, query } = feeds
  const [n, d] = vectors!.dims as [number, number]
  const expected = superGlobalReference({
    query: query!.data as Float32Array,
    vectors: { n, d, data: vectors!.data as Float32Array },
    neighbours: SUPERGLOBAL.neighbours,
    beta: SUPERGLOBAL.beta,
  })
  const graph = fileURLToPath(new URL(`graphs/${RERANKER_KERNELS.superglobal.graph}`, import.meta.url))
  const { similarities } = await runSession(await createSession(graph, { device: 'cpu' }), feeds)
  assert.equal(disagreement(similarities!.data, expected, tolerance), null)
})
