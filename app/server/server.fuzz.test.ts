import assert from 'node:assert/strict'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { after, before, beforeEach, describe, test } from 'node:test'
import fc from 'fast-check'
import type { Job } from '../../core/api/shell.ts'
import { CALL_NAMES } from '../../core/remote/schemas.ts'
import { HOSTILE_TEXT, hostile, plausibleCall, projectCall } from './hostile-for-tests.ts'
import { startTestServer, type TestServer } from './server-for-tests.ts'

let server: TestServer
let port: number
let enginePid: number | undefined
let projectId: string

before(async () => {
  server = await startTestServer()
  port = Number(new URL(server.base).port)
  const job = await server.run({ kind: 'add-samples' })
  assert.equal(job.state, 'done')
  enginePid = server.host.enginePid
  const settings = { precisionTarget: 0.9, shortlist: null, extractors: [], sameViewpointOnly: true }
  const project = await server.call('createProject', { species: 'x', population: '', settings })
  projectId = (project.body as { readonly projectId: string }).projectId
})
after(() => server.end())
beforeEach(() => assert.equal(server.host.enginePid, enginePid, 'the engine lives on'))

/** Bounded, so that the suite stays quick; `FC_RUNS=5000` to look longer. */
const RUNS = Number(process.env['FC_RUNS'] ?? 150)

async function stillAnswers(): Promise<void> {
  const { status, body } = await server.call('status')
  assert.equal(status, 200)
  assert.equal((body as { photos: number }).photos, 9)
  assert.equal(server.host.enginePid, enginePid, 'the engine lives on')
}

interface Raw {
  readonly status: number
  readonly type: string
  readonly body: string
}

function send(method: string, path: string, headers: Readonly<Record<string, string>>, body?: string | Uint8Array) {
  return new Promise<Raw>((resolve, reject) => {
    // Node's client sends a body of a DELETE or TRACE without saying how long it is: the next request, to any server.
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const own = { authorization: `Bearer ${server.token}`, ...length, ...headers }
    const asking = request({ host: '127.0.0.1', port, method, path, headers: own, timeout: 20_000 }, (response) => {
      let text = ''
      response.setEncoding('latin1')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body: text })
      })
      response.on('error', reject)
    })
    asking.on('timeout', () => asking.destroy(new Error(`no answer to ${method} ${path}`)))
    asking.on('error', reject)
    asking.end(body)
  })
}

/** Every answer is one of those intended: what was asked for, or a code and a sentence. */
function isClear({ status, type, body }: Raw, what: string): void {
  assert.ok((status >= 200 && status < 500) || status === 503, `${what}: ${status} ${body.slice(0, 300)}`)
  if (status < 400) return
  if (body === '' || type.startsWith('text/html')) return
  assert.match(type, /^application\/json/, what)
  const error = JSON.parse(body) as Readonly<Record<string, unknown>>
  assert.deepEqual(Object.keys(error), ['code', 'message'], what)
  isSentence(String(error['message']), what)
  assert.doesNotMatch(body, INSIDES, `${what} shows its insides`)
}

const INSIDES = /node_modules|\bat .*\.ts:\d+/

/** An error's message is for people. */
function isSentence(message: string, what: string): void {
  assert.match(message, /^.{10,5500}$/su, what)
  assert.doesNotMatch(message, INSIDES, `${what} shows its insides`)
}

const json = { 'content-type': 'application/json' }
/** Removing the samples, or all, is no crash, and would end the fuzzing of the rest. */
const HARMLESS = [...CALL_NAMES].filter((name) => !['deleteEverything', 'startJob'].includes(name))

describe('whatever is sent', () => {
  test('calls with anything for arguments', async () => {
    const names = fc.oneof(fc.constantFrom(...HARMLESS), HOSTILE_TEXT)
    await fc.assert(
      fc.asyncProperty(names, fc.oneof(fc.array(hostile(3), { maxLength: 3 }), hostile(2)), async (name, args) => {
        const path = `/api/calls/${encodeURIComponent(name.toWellFormed())}`
        isClear(await send('POST', path, json, JSON.stringify(args) ?? ''), `${path} ${JSON.stringify(args)}`)
      }),
      { numRuns: RUNS },
    )
    await stillAnswers()
  })

  test('calls that the schemas let through', async () => {
    await fc.assert(
      fc.asyncProperty(plausibleCall, async ([name, args]) => {
        const answer = await send('POST', `/api/calls/${name}`, json, JSON.stringify(args))
        isClear(answer, `${name} ${JSON.stringify(args)}`)
      }),
      { numRuns: RUNS },
    )
    await stillAnswers()
  })

  test('calls about a project that the schemas let through, and its exports', async () => {
    await fc.assert(
      fc.asyncProperty(projectCall, async ([name, args]) => {
        const answer = await send('POST', `/api/calls/${name}`, json, JSON.stringify([projectId, ...args]))
        isClear(answer, `${name} ${JSON.stringify(args)}`)
      }),
      { numRuns: RUNS },
    )
    for (const format of ['csv', 'mark', 'rmark', 'secr', 'population', 'darwin-core', 'camtrap-dp', 'zip']) {
      const answer = await send('GET', `/api/projects/${projectId}/export/${format}?occasions=encounter`, {})
      isClear(answer, format)
    }
    await stillAnswers()
  })

  test('anything for a project’s ZIP', async () => {
    const starts = fc.constantFrom('', 'PK\u0003\u0004', 'PK\u0005\u0006' + '\0'.repeat(18), 'PK\u0001\u0002')
    const zip = { 'content-type': 'application/zip' }
    await fc.assert(
      fc.asyncProperty(starts, fc.uint8Array({ maxLength: 300 }), async (start, bytes) => {
        const body = Buffer.concat([Buffer.from(start, 'latin1'), bytes])
        const answer = await send('POST', '/api/projects', zip, body)
        isClear(answer, 'a ZIP')
        if (answer.status >= 400) return
        const { state, error } = await server.ended((JSON.parse(answer.body) as Job).jobId)
        assert.equal(state, 'failed')
        isSentence(error!.message, 'a ZIP')
      }),
      { numRuns: Math.ceil(RUNS / 3) },
    )
    await stillAnswers()
  })

  test('jobs for folders and models that are none', async () => {
    const jobs = fc.oneof(
      fc.record({
        kind: fc.constant('add'),
        request: fc.record({
          folders: fc.array(HOSTILE_TEXT, { maxLength: 3 }),
          exclude: fc.array(HOSTILE_TEXT, { maxLength: 3 }),
        }),
      }),
      fc.record({ kind: fc.constant('import-model'), folder: HOSTILE_TEXT }),
      fc.record({ kind: fc.constantFrom('use-model', 'verify-model'), model: HOSTILE_TEXT }),
      fc.record({ kind: HOSTILE_TEXT }),
    )
    // Not `/`, `C:\` and the like: indexing all of this machine is no crash either.
    const isSmall = (job: object): boolean =>
      !/"(\/|[A-Z]:\\\\|\/etc|\/proc[^"]*|\/dev[^"]*)"/.test(JSON.stringify(job))
    await fc.assert(
      fc.asyncProperty(jobs.filter(isSmall), async (job) => {
        isClear(await send('POST', '/api/calls/startJob', json, JSON.stringify([job])), JSON.stringify(job))
      }),
      { numRuns: Math.ceil(RUNS / 3) },
    )
    for (const { jobId } of (await server.call('jobs')).body as { jobId: number }[])
      await server.call('cancelJob', jobId)
    await stillAnswers()
  })

  test('any method, path, type and bytes', async () => {
    const paths = fc.oneof(
      fc.webPath(),
      fc
        .constantFrom('/', '/assets/', '/api/photos/1/', '/api/uploads/', '/api/calls/', '/api/projects/', '/login')
        .chain((start) => HOSTILE_TEXT.map((text) => start + encodeURIComponent(text.toWellFormed().slice(0, 2000)))),
      fc.stringMatching(/^\/[!-~]{0,80}$/),
    )
    const types = fc.constantFrom(
      'application/json',
      'application/octet-stream',
      'text/plain',
      'multipart/form-data',
      'x',
    )
    const methods = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE')
    await fc.assert(
      fc.asyncProperty(methods, paths, types, fc.uint8Array({ maxLength: 300 }), async (method, path, type, bytes) => {
        if (method === 'GET' && path.startsWith('/api/events')) return
        const body = method === 'GET' || method === 'HEAD' || method === 'TRACE' ? undefined : bytes
        isClear(await send(method, path, { 'content-type': type }, body), `${method} ${path} ${type}`)
      }),
      { numRuns: RUNS * 2 },
    )
    await stillAnswers()
  })

  test('no way of writing a path leads out of the interface’s folder', async () => {
    const up = ['..', '%2e%2e', '.%2e', '%252e%252e', '..%5c', '%c0%ae%c0%ae', '....', '..;', '.', '', '%00', '..%00']
    const ways = fc.tuple(
      fc.constantFrom('/', '/assets/', '/assets//', '//', '/assets/%2f', '/api/uploads/', '/api/photos/'),
      fc.array(fc.constantFrom(...up), { minLength: 1, maxLength: 6 }),
      fc.constantFrom('/', '%2f', '\\', '%5c', '%252f', '//'),
      fc.constantFrom('package.json', 'etc/passwd', 'etc%2fpasswd', 'app/server/main.ts', 'index.html', 'main.tsx'),
    )
    await fc.assert(
      fc.asyncProperty(ways, async ([start, steps, slash, file]) => {
        const path = start + [...steps, file].join(slash)
        const answer = await send('GET', path, {})
        isClear(answer, path)
        assert.doesNotMatch(answer.body, /optionalDependencies|root:x:0|import \{|createRoot\(/, path)
      }),
      { numRuns: RUNS * 2 },
    )
  })
})

/** Opens a connection, sends text as it is, and gives back whatever comes until it ends, or `ms` are over. */
function raw(bytes: string | Uint8Array, ms = 1000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => (text += chunk))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(text))
    socket.write(bytes)
    setTimeout(() => socket.destroy(), ms)
  })
}

describe('on a bare connection', () => {
  test('bytes that are no HTTP', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
        const answer = await raw(bytes, 50)
        assert.ok(answer === '' || answer.startsWith('HTTP/1.1 4'), answer.slice(0, 100))
      }),
      { numRuns: Math.ceil(RUNS / 5) },
    )
    await stillAnswers()
  })

  test('what is malformed is told so, as JSON', async () => {
    const own = `host: 127.0.0.1:${port}\r\nauthorization: Bearer ${server.token}\r\n`
    for (const [text, status] of [
      ['GARBAGE\r\n\r\n', 400],
      [`GET / HTTP/1.1\r\n${own}x: ${'y'.repeat(100_000)}\r\n\r\n`, 431],
      [`GET /${'a'.repeat(100_000)} HTTP/1.1\r\n${own}\r\n`, 431],
      [`GET /%zz HTTP/1.1\r\n${own}\r\n`, 400],
      [`GET /assets/%ff HTTP/1.1\r\n${own}\r\n`, 400],
      [`GET http://evil.example/ HTTP/1.1\r\n${own}\r\n`, 400],
      ['GET / HTTP/1.1\r\n\r\n', 400],
      ['GET / HTTP/1.0\r\n\r\n', 403],
      [`GET / HTTP/1.1\r\n${own}host: evil.example\r\n\r\n`, 403],
      [
        `POST /api/calls/status HTTP/1.1\r\n${own}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
        400,
      ],
      [
        `POST /api/calls/status HTTP/1.1\r\n${own}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`,
        400,
      ],
    ] as const) {
      const answer = await raw(text, 700)
      assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `), `${text.slice(0, 60)}\n${answer.slice(0, 200)}`)
      if (answer.includes('application/json')) assert.match(answer, /\{"code":"[a-z-]+","message":".+"\}/)
    }
    await stillAnswers()
  })

  test('a hundred that never finish what they say hold nobody up', async () => {
    const own = `host: 127.0.0.1:${port}\r\nauthorization: Bearer ${server.token}\r\n`
    const beginnings = [
      'GET /api/photos/1/thumbnail HTTP/1.1\r\nhost: 127',
      `POST /api/uploads HTTP/1.1\r\n${own}content-type: application/octet-stream\r\nx-file-name: a.jpg\r\ncontent-length: 1000000\r\n\r\nabc`,
      `POST /api/calls/status HTTP/1.1\r\n${own}content-type: application/json\r\ncontent-length: 100\r\n\r\n[`,
      `GET /api/photos/1/original HTTP/1.1\r\n${own}\r\n`,
    ]
    const slow: Socket[] = Array.from({ length: 100 }, (_, i) => {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.pause()
      socket.write(beginnings[i % beginnings.length]!)
      return socket
    })
    await stillAnswers()
    assert.equal((await send('GET', '/api/photos/1/thumbnail', {})).status, 200)
    for (const socket of slow) socket.destroy()
    await stillAnswers()
  })

  test('those who leave in the middle of an answer or of a picture do no harm', async () => {
    const own = `host: 127.0.0.1:${port}\r\nauthorization: Bearer ${server.token}\r\n`
    const body = JSON.stringify([{ parts: [{ kind: 'words', words: 'a house' }], rerank: 'tokens', k: 9 }])
    const search = `POST /api/calls/search HTTP/1.1\r\n${own}content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
    const upload = `POST /api/uploads HTTP/1.1\r\n${own}content-type: application/octet-stream\r\nx-file-name: a.jpg\r\ncontent-length: 5000\r\n\r\n${'x'.repeat(3000)}`
    await Promise.all(Array.from({ length: 30 }, (_, i) => raw(i % 2 === 0 ? search : upload, 1 + i * 3)))
    await stillAnswers()
    // Each upload that broke off has given its place back.
    const sent = await send(
      'POST',
      '/api/uploads',
      { 'content-type': 'application/octet-stream', 'x-file-name': 'a' },
      'x',
    )
    assert.notEqual(sent.status, 429)
  })
})
