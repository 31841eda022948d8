import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile, rename, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { ShellEvent } from '../../core/api/shell.ts'
import type { Facets, Timeline } from '../../core/api/browse.ts'
import type { LibraryStatus, PhotoDetails, SearchAnswer } from '../../core/api.ts'
import { startTestServer, type TestServer } from './server-for-tests.ts'

let server: TestServer
let photo: PhotoDetails

before(async () => {
  server = await startTestServer()
  const job = await server.run({ kind: 'add-samples' })
  assert.equal(job.state, 'done', JSON.stringify(job))
  photo = (await server.call('photo', 1)).body as PhotoDetails
})
after(() => server.end())

describe('calls', () => {
  test('answer as the engine does', async () => {
    const { status, body } = await server.call('status')
    assert.equal(status, 200)
    assert.equal((body as LibraryStatus).photos, 9)
    assert.equal(((await server.call('timeline')).body as Timeline).photoIds.length, 9)
    assert.equal(((await server.call('facets')).body as Facets).photos, 9)
    const found = await server.call('search', { parts: [{ kind: 'words', words: 'boats' }], k: 3 })
    assert.equal((found.body as SearchAnswer).results.length, 3)
    const unknown = await server.call('search', { parts: [], feedback: { like: [], unlike: [99] } })
    assert.deepEqual((unknown.body as SearchAnswer).results, [], JSON.stringify(unknown.body))
    assert.deepEqual(await server.call('clearHistory'), { status: 200, body: null })
  })

  test('what is wrong is told with a fitting status and in words', async () => {
    const wrong = async (status: number, code: string, name: string, ...args: readonly unknown[]): Promise<void> => {
      const answer = await server.call(name, ...args)
      assert.deepEqual([answer.status, (answer.body as { code: string }).code], [status, code], JSON.stringify(answer))
    }
    await wrong(404, 'not-found', 'nothing')
    await wrong(404, 'not-found', 'photo', 999)
    await wrong(400, 'invalid-argument', 'photo', 'one')
    await wrong(400, 'invalid-argument', 'search', { parts: [] })
    await wrong(422, 'unsupported', 'search', { parts: [{ kind: 'file', path: '/etc/hostname' }] })
    await wrong(404, 'not-found', 'pauseJob', 999)
    await wrong(400, 'invalid-argument', 'remove', 'relative/folder')
    await wrong(404, 'not-found', 'browseFolders', join(server.folder, 'nothing'))
  })

  test('the file of an indexed photo is searched with as that photo', async () => {
    const { body } = await server.call('search', { parts: [{ kind: 'file', path: photo.paths[0] }], k: 1 })
    assert.equal((body as SearchAnswer).results[0]!.photoId, 1)
  })

  test('a body that is no JSON list is refused', async () => {
    for (const [body, type, status] of [
      ['{', 'application/json', 400],
      ['', 'application/json', 400],
      ['{"a":1}', 'application/json', 400],
      ['[{"__proto__":{"k":1}}]', 'application/json', 400],
      ['[]', 'text/plain', 415],
      ['a=1', 'application/x-www-form-urlencoded', 415],
      [`["${'x'.repeat(3_000_000)}"]`, 'application/json', 413],
    ] as const) {
      const response = await server.fetch('/api/calls/status', {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      })
      assert.equal(response.status, status, `${type} ${body.slice(0, 20)}`)
      assert.deepEqual(Object.keys((await response.json()) as object), ['code', 'message'])
    }
  })
})

describe('events', () => {
  test('begin with the state of the engine and the jobs there are', async () => {
    const events = server.events()
    assert.deepEqual((await events.next()).value, { kind: 'engine', state: 'ready', message: '' })
    const value = (await events.next()).value as ShellEvent
    assert.ok(value.kind === 'job' && value.job.request.kind === 'add-samples' && value.job.state === 'done')
    const next = events.next()
    await server.call('createAlbum', 'Summer')
    assert.deepEqual((await next).value, { kind: 'library' })
    await events.return(undefined)
  })

  test('an answer of its own kind, never stored', async () => {
    const controller = new AbortController()
    const response = await server.fetch('/api/events', { signal: controller.signal })
    assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8')
    assert.equal(response.headers.get('cache-control'), 'no-store')
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
    controller.abort()
  })
})

describe('pictures', () => {
  test('thumbnails are kept by the browser, and asked for again by their content', async () => {
    const first = await server.fetch('/api/photos/1/thumbnail')
    assert.equal(first.headers.get('content-type'), 'image/webp')
    assert.equal(first.headers.get('etag'), `"${photo.contentHash}"`)
    assert.match(first.headers.get('cache-control')!, /private.*immutable/)
    assert.match(first.headers.get('vary')!, /Cookie/)
    const bytes = Buffer.from(await first.arrayBuffer())
    assert.equal(bytes.toString('latin1', 8, 12), 'WEBP')
    for (const known of [`"${photo.contentHash}"`, `"other", W/"${photo.contentHash}"`]) {
      const again = await server.fetch('/api/photos/1/thumbnail', { headers: { 'if-none-match': known } })
      assert.equal(again.status, 304)
      assert.equal((await again.arrayBuffer()).byteLength, 0)
    }
    const changed = await server.fetch('/api/photos/1/thumbnail', { headers: { 'if-none-match': '"other"' } })
    assert.equal(changed.status, 200)
  })

  test('previews come in the size asked for', async () => {
    const response = await server.fetch('/api/photos/1/preview?side=200')
    assert.equal(response.headers.get('content-type'), 'image/webp')
    assert.equal(response.headers.get('etag'), `"${photo.contentHash}-200"`)
    assert.ok((await response.arrayBuffer()).byteLength > 100)
    for (const side of ['', '63', '16385', '-1', '1e3', 'x', '200&side=300']) {
      assert.equal((await server.fetch(`/api/photos/1/preview?side=${side}`)).status, 400, side)
    }
  })

  test('originals come whole or in ranges, and are nothing but a picture', async () => {
    const file = await readFile(photo.paths[0]!)
    const whole = await server.fetch('/api/photos/1/original')
    assert.deepEqual(Buffer.from(await whole.arrayBuffer()), file)
    assert.equal(whole.headers.get('content-type'), 'image/jpeg')
    assert.match(whole.headers.get('content-disposition')!, /^inline; filename=.*\.jpg/)
    assert.match(whole.headers.get('content-security-policy')!, /default-src 'none'.*sandbox/)
    const range = async (value: string) => {
      const response = await server.fetch('/api/photos/1/original', { headers: { range: value } })
      return [
        response.status,
        response.headers.get('content-range'),
        Buffer.from(await response.arrayBuffer()),
      ] as const
    }
    assert.deepEqual(await range('bytes=10-19'), [206, `bytes 10-19/${file.length}`, file.subarray(10, 20)])
    const tail = file.length - 5
    assert.deepEqual(await range('bytes=-5'), [
      206,
      `bytes ${tail}-${file.length - 1}/${file.length}`,
      file.subarray(-5),
    ])
    const [status] = await range(`bytes=${file.length}-`)
    assert.equal(status, 416)
  })

  test('only by id: anything else in the address is refused, and names nothing of the disk', async () => {
    for (const id of ['0', '-1', '1.5', '1e2', 'a', '..', '%2e%2e', '..%2f..%2fetc%2fpasswd', '1%00', '9'.repeat(20)]) {
      for (const kind of ['thumbnail', 'preview?side=100', 'original']) {
        const response = await server.fetch(`/api/photos/${id}/${kind}`)
        assert.ok([400, 404].includes(response.status), `${id}/${kind}: ${response.status}`)
        assert.match(response.headers.get('content-type')!, /^application\/json/)
      }
    }
    assert.equal((await server.fetch('/api/photos/999/original')).status, 404)
  })

  test('a file that is gone or is no longer what was indexed is not sent', async () => {
    const other = (await server.call('photo', 2)).body as PhotoDetails
    const path = other.paths[0]!
    await rename(path, `${path}.away`)
    const gone = await server.fetch('/api/photos/2/original')
    assert.equal(gone.status, 503)
    assert.match(((await gone.json()) as { message: string }).message, /not there now, or has changed/)
    await rename(`${path}.away`, path)
    await truncate(path, 100)
    assert.equal((await server.fetch('/api/photos/2/original')).status, 503)
  })
})

describe('uploads', () => {
  const send = (body: Uint8Array<ArrayBuffer>, name: string): Promise<Response> =>
    server.fetch('/api/uploads', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) },
      body,
    })

  test('a picture handed over can be shown and searched with', async () => {
    const bytes = new Uint8Array(await readFile(photo.paths[0]!))
    const response = await send(bytes, 'Größe 1.jpg')
    assert.equal(response.status, 200)
    const { uploadId } = (await response.json()) as { uploadId: string }
    assert.equal(uploadId, createHash('sha256').update(bytes).digest('hex'))
    const shown = await server.fetch(`/api/uploads/${uploadId}`)
    assert.equal(shown.headers.get('content-type'), 'image/webp')
    assert.ok((await shown.arrayBuffer()).byteLength > 100)
    const { body } = await server.call('search', { parts: [{ kind: 'upload', uploadId }], k: 1 })
    assert.equal((body as SearchAnswer).results[0]!.photoId, 1)
  })

  test('what is no picture, has no fitting name, or is not kept is refused', async () => {
    const refused = await send(new TextEncoder().encode('<script>alert(1)</script>'), 'a.jpg')
    assert.ok(refused.status >= 400 && refused.status < 500, String(refused.status))
    assert.equal((await send(new Uint8Array(10), 'a\r\nb')).status, 400)
    assert.equal((await send(new Uint8Array(10), 'x'.repeat(600))).status, 400)
    for (const id of ['x', '..%2f..%2fcatalogue.sqlite', 'A'.repeat(64)])
      assert.equal((await server.fetch(`/api/uploads/${id}`)).status, 400)
    assert.equal((await server.fetch(`/api/uploads/${'0'.repeat(64)}`)).status, 404)
  })

  test('a length beyond the limit is refused before a byte of it is read', async () => {
    const { request } = await import('node:http')
    const status = await new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${server.token}`,
        'content-type': 'application/octet-stream',
        'x-file-name': 'a.jpg',
        'content-length': 300e6,
      }
      const sending = request(`${server.base}/api/uploads`, { method: 'POST', headers }, (response) => {
        resolve(response.statusCode)
        sending.destroy()
      })
      sending.on('error', reject)
      sending.flushHeaders()
    })
    assert.equal(status, 413)
  })
})
