import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Engine, JobControl, Progress } from '../../api.ts'
import { openEngine } from '../../engine.ts'
import { writePhotos } from '../../../tests/fixtures/photos.ts'

const SETTINGS = { precisionTarget: 0.99, shortlist: null, extractors: [], sameViewpointOnly: true } as const
const RULE = { gapMinutes: 30, gapMetres: 500 }
const WITH_PHOTOS = { occasions: 'day', withPhotos: true } as const
const PHOTOS = 4

let at: string
let zip: string
let first: Engine
let projectId: string

before(async () => {
  at = mkdtempSync(join(tmpdir(), 'resight-import-'))
  zip = join(at, 'project.zip')
  const photos = join(at, 'photos')
  await writePhotos(photos, PHOTOS)
  first = await openEngine({ library: join(at, 'first'), device: 'cpu' })
  projectId = (await first.createProject({ species: 'Testudo testata', population: '', settings: SETTINGS })).projectId
  await first.photoIdJob({ kind: 'project-add', projectId, folder: photos, rule: RULE })
})
after(async () => {
  await first.close()
  rmSync(at, { recursive: true, force: true })
})

test('an export with photos tells its bytes; one that is cancelled leaves no file', async () => {
  const stop = new AbortController()
  const cancelled = first.exportProject(projectId, 'zip', zip, WITH_PHOTOS, {
    signal: stop.signal,
    onProgress: () => stop.abort(),
  })
  await assert.rejects(cancelled, { code: 'cancelled' })
  assert.deepEqual(readdirSync(at).sort(), ['first', 'photos'])

  const told: Progress[] = []
  await first.exportProject(projectId, 'zip', zip, WITH_PHOTOS, { onProgress: (progress) => told.push(progress) })
  const last = told.at(-1)
  assert.ok(last?.phase === 'pack' && last.total !== null && last.total > 0)
  // The project itself is beside its photos.
  assert.ok(last.done > last.total)
})

for (const phase of ['unpack', 'encode'] as const)
  test(`an import that is cancelled as it begins to ${phase} leaves nothing`, async () => {
    const library = join(at, `cancelled-${phase}`)
    const second = await openEngine({ library, device: 'cpu' })
    try {
      const stop = new AbortController()
      const control: JobControl = {
        signal: stop.signal,
        onProgress: (progress) => {
          if (progress.phase === phase) stop.abort()
        },
      }
      await assert.rejects(second.importProject(zip, control), { code: 'cancelled' })
      assert.ok(stop.signal.aborted)
      assert.deepEqual(await second.projects(), [])
      assert.deepEqual(await second.damagedProjects(), [])
      const { photos, folders } = await second.status()
      assert.deepEqual([photos, folders], [0, []])
      assert.ok(!existsSync(join(library, 'projects', projectId)))

      const told = new Set<Progress['phase']>()
      const report = await second.importProject(zip, { onProgress: ({ phase: now }) => told.add(now) })
      assert.deepEqual([report.merged, report.photos], [false, PHOTOS])
      assert.ok(told.has('unpack') && told.has('encode'))
      const { photos: shown } = await second.projectState(projectId)
      assert.ok(shown.every(({ online }) => online))
    } finally {
      await second.close()
    }
  })
