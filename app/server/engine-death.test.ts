import assert from 'node:assert/strict'
import { kill } from 'node:process'
import { after, before, test } from 'node:test'
import type { LibraryStatus, SearchAnswer } from '../../core/api.ts'
import type { Job } from '../../core/api/shell.ts'
import { startTestServer, type TestServer } from './server-for-tests.ts'

let server: TestServer
before(async () => {
  server = await startTestServer()
})
after(() => server.end())

const QUERY = { parts: [{ kind: 'words', words: 'boats on the water' }], k: 3 }

test('killed while it indexes: the job goes on by itself, and no photo is lost', async () => {
  const events = server.events()
  await server.call('startJob', { kind: 'add-samples' })
  const seen: string[] = []
  let last: Job | null = null
  for await (const event of events) {
    if (event.kind === 'engine') seen.push(event.state)
    if (event.kind !== 'job') continue
    last = event.job
    if (last.progress?.phase === 'encode' && !seen.includes('killed')) {
      seen.push('killed')
      kill(server.host.enginePid!, 'SIGKILL')
    }
    if (last.state === 'done' || last.state === 'failed') break
  }
  assert.equal(last?.state, 'done', JSON.stringify(last))
  const after = seen.slice(seen.indexOf('killed') + 1).filter((state, i, all) => state !== all[i - 1])
  assert.deepEqual(after, ['restarting', 'ready'])
  assert.equal(((await server.call('status')).body as LibraryStatus).photos, 9)
})

test('killed in the middle of a search: the search says what happened, the next one is answered', async () => {
  const before = (await server.call('search', QUERY)).body as SearchAnswer
  const asked = Array.from({ length: 20 }, () => server.call('search', QUERY))
  await new Promise((resolve) => setTimeout(resolve, 5))
  kill(server.host.enginePid!, 'SIGKILL')
  const answers = await Promise.all(asked)
  const lost = answers.filter(({ status }) => status !== 200)
  assert.ok(lost.length > 0)
  for (const { status, body } of lost) {
    assert.equal(status, 503)
    assert.deepEqual(body, {
      code: 'engine-restarted',
      message: 'The engine stopped unexpectedly and is being started again. Nothing is lost; please try once more.',
    })
  }
  const again = (await server.call('search', QUERY)).body as SearchAnswer
  assert.deepEqual(
    again.results.map(({ photoId, similarity }) => [photoId, similarity]),
    before.results.map(({ photoId, similarity }) => [photoId, similarity]),
  )
})
