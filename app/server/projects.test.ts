import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Project } from '../../core/api/identify.ts'
import type { ProjectImportReport, ProjectState } from '../../core/api/photo-id.ts'
import type { Job } from '../../core/api/shell.ts'
import { startTestServer, type TestServer } from './server-for-tests.ts'

const SETTINGS = { precisionTarget: 0.99, shortlist: null, extractors: [], sameViewpointOnly: true }
const ZIP = { 'content-type': 'application/zip' }

let server: TestServer
let projectId: string

before(async () => {
  server = await startTestServer()
  const value = { species: 'Phoca vitulina / “grey”', population: '..', settings: SETTINGS }
  projectId = ((await server.call('createProject', value)).body as Project).projectId
})
after(() => server.end())

/** What exports and imports leave behind, once they have had the time to go. */
async function leftBehind(): Promise<readonly string[]> {
  for (let tries = 0; tries < 50; tries++) {
    const names = await readdir(join(server.folder, 'library', 'temporary'))
    if (names.length === 0) return names
    await sleep(100)
  }
  return readdir(join(server.folder, 'library', 'temporary'))
}

test('a project is asked for, changed and answered for by calls', async () => {
  const encounter = { startedAt: '2026-05-01', endedAt: null, place: 'Bay', position: null, observer: '', notes: '' }
  assert.equal((await server.call('saveEncounter', projectId, null, encounter)).status, 200)
  const { encounters, individuals } = (await server.call('projectState', projectId)).body as ProjectState
  assert.deepEqual([encounters[0]?.place, individuals.length], ['Bay', 0])
  const backwards = { ...encounter, endedAt: '2026-04-01' }
  assert.equal((await server.call('saveEncounter', projectId, null, backwards)).status, 400)
  const nowhere = '6f1f8a52-9a7e-4c0e-8d0c-0a4f2d0b7a11'
  assert.equal((await server.call('projectState', nowhere)).status, 404)
  assert.equal((await server.call('removeEncounter', projectId, nowhere)).status, 404)
  assert.equal((await server.call('projectState', '../../etc')).status, 400)
})

test('an export is a file with a harmless name, and nothing of it stays here', async () => {
  const answer = await server.fetch(`/api/projects/${projectId}/export/mark?occasions=month&withPhotos=false`)
  assert.equal(answer.status, 200)
  assert.match(answer.headers.get('content-disposition') ?? '', /^attachment; filename="?Phoca-vitulina-grey\.inp"?$/)
  assert.match(await answer.text(), /^\/\* 1 occasions: 2026-05 \*\//)
  assert.deepEqual(await leftBehind(), [])
})

test('what is no export is refused in words', async () => {
  for (const [path, status] of [
    [`/api/projects/${projectId}/export/exe?occasions=day`, 400],
    [`/api/projects/${projectId}/export/csv?occasions=hour`, 400],
    ['/api/projects/..%2f..%2fetc/export/csv', 400],
    ['/api/projects/6f1f8a52-9a7e-4c0e-8d0c-0a4f2d0b7a11/export/csv', 404],
    // Nobody was seen anywhere.
    [`/api/projects/${projectId}/export/secr`, 400],
  ] as const) {
    const answer = await server.fetch(path)
    assert.equal(answer.status, status, path)
    assert.match(((await answer.json()) as { readonly message: string }).message, /\w.*\w/)
  }
  assert.deepEqual(await leftBehind(), [])
})

/** Hands a ZIP over, and waits for the job that opens it. */
async function opened(body: string | Uint8Array, name = 'project.zip'): Promise<Job> {
  const headers = { ...ZIP, 'x-file-name': encodeURIComponent(name) }
  const answer = await server.fetch('/api/projects', { method: 'POST', headers, body: body as string })
  assert.equal(answer.status, 202)
  return server.ended(((await answer.json()) as Job).jobId)
}

test('a project goes out as a ZIP and comes in again', async () => {
  const zip = await (await server.fetch(`/api/projects/${projectId}/export/zip`)).bytes()
  assert.equal(((await opened(zip)).report as ProjectImportReport).merged, true)
  assert.equal((await server.call('deleteProject', projectId)).status, 200)
  assert.equal((await server.call('projectState', projectId)).status, 404)
  const report = (await opened(zip)).report as ProjectImportReport
  assert.deepEqual([report.merged, report.project.projectId], [false, projectId])
  assert.equal(((await server.call('projectState', projectId)).body as ProjectState).encounters.length, 1)
  assert.deepEqual(await leftBehind(), [])
})

test('no page begins a job that names a file', async () => {
  const file = join(server.folder, 'library', 'x.zip')
  const options = { occasions: 'day', withPhotos: false }
  for (const request of [
    { kind: 'project-import', path: file, name: 'x.zip' },
    { kind: 'project-export', projectId, format: 'zip', options, path: file },
  ])
    assert.equal((await server.call('startJob', request)).status, 400)
})

test('what is no project’s ZIP is refused, and not kept', async () => {
  const post = (body: string | null, headers: Record<string, string> = ZIP) =>
    server.fetch('/api/projects', { method: 'POST', headers, body })
  assert.equal((await post(null)).status, 400)
  for (const text of ['no zip', 'PK\u0003\u0004 and no more']) {
    const { state, error } = await opened(text, '../Grün.zip')
    assert.deepEqual([state, error?.code], ['failed', 'corrupt'])
    // By the name that its sender knows, not by that of a temporary file.
    assert.match(error?.message ?? '', /^Grün\.zip /)
  }
  assert.equal((await post('x', { 'content-type': 'application/octet-stream' })).status, 415)
  assert.deepEqual(await leftBehind(), [])
})

test('a table of some megabytes is taken, a larger one refused', async () => {
  const table = { name: 'a.csv', folder: null, mapping: null }
  const rows = 'nowhere.jpg,2026-05-01\n'.repeat(150_000)
  const large = await server.call('previewCsv', projectId, { ...table, text: `file,date\n${rows}` })
  assert.equal(large.status, 200)
  const { errorCount, errors } = large.body as { readonly errorCount: number; readonly errors: readonly unknown[] }
  assert.deepEqual([errorCount, errors.length], [150_000, 200])
  const tooLarge = await server.call('previewCsv', projectId, { ...table, text: 'x'.repeat(20_000_001) })
  assert.equal(tooLarge.status, 400)
})

test('those who leave in the middle give their place back', async () => {
  const slow = Array.from({ length: 4 }, async () => {
    const stop = new AbortController()
    const body = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1000)) })
    const sent = server.fetch('/api/projects', {
      method: 'POST',
      headers: ZIP,
      body,
      duplex: 'half',
      signal: stop.signal,
    })
    setTimeout(() => stop.abort(), 300)
    await sent.catch(() => null)
  })
  await Promise.all(slow)
  assert.deepEqual(await leftBehind(), [])
  assert.equal((await server.fetch(`/api/projects/${projectId}/export/csv`)).status, 200)
})
