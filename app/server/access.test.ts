import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { request, type IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { startTestServer, type TestServer } from './server-for-tests.ts'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** As a browser would, but with whatever headers: `fetch` sets some of these itself. */
function ask(
  server: TestServer,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  { method = 'GET', body = '' } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request(`${server.base}${path}`, { method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

const cookieOf = ({ headers }: Answer): string => (headers['set-cookie']?.[0] ?? '').split(';', 1)[0]!

describe('with a token', () => {
  let server: TestServer
  before(async () => {
    server = await startTestServer()
  })
  after(() => server.end())

  test('the token becomes a cookie that no script sees and no other site sends, and leaves the address', async () => {
    const entered = await ask(server, `/?token=${server.token}`)
    assert.equal(entered.status, 303)
    assert.equal(entered.headers.location, '/')
    assert.match(entered.headers['set-cookie']![0]!, /^resight-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    assert.equal(entered.headers['cache-control'], 'no-store')
    assert.equal(entered.headers['referrer-policy'], 'no-referrer')
    const cookie = cookieOf(entered)
    assert.ok(!cookie.includes(server.token))
    const options = { method: 'POST', body: '[]' }
    const called = await ask(server, '/api/calls/about', { cookie, 'content-type': 'application/json' }, options)
    assert.equal(called.status, 200)
  })

  test('a way that began on another site gets a page of ours, since its cookie would be withheld', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    const entered = await ask(server, `/?token=${server.token}`, headers)
    assert.equal(entered.status, 200)
    assert.match(entered.body, /http-equiv="refresh"/)
    assert.ok(cookieOf(entered).length > 40)
  })

  test('without it nothing is shown but how to get in', async () => {
    for (const path of ['/', '/?token=', '/?token=wrong', '/?token=a&token=b', `/?token=${server.token}x`]) {
      const answer = await ask(server, path)
      assert.equal(answer.status, 401, path)
      assert.match(answer.body, /resight serve/)
      assert.equal(answer.headers['set-cookie'], undefined)
    }
    for (const path of [
      '/api/events',
      '/api/photos/1/thumbnail',
      '/assets/index.js',
      '/icon.svg',
      '/nothing',
      '/login',
    ]) {
      const answer = await ask(server, path)
      assert.equal(answer.status, 401, path)
      assert.equal((JSON.parse(answer.body) as { code: string }).code, 'not-signed-in')
    }
    // Only the page takes a token from its address: elsewhere it would end up in logs and links.
    assert.equal((await ask(server, `/api/photos/1/thumbnail?token=${server.token}`)).status, 401)
    for (const headers of [
      { cookie: `resight-${new URL(server.base).port}=${server.token}` },
      { cookie: `resight-${new URL(server.base).port}=${'A'.repeat(43)}` },
      { authorization: 'Bearer x' },
      { authorization: `Basic ${server.token}` },
    ] as Record<string, string>[]) {
      assert.equal((await ask(server, '/api/photos/1/thumbnail', headers)).status, 401)
    }
  })

  test('a page that was rebound to this address, or another site, is refused even with the token', async () => {
    const authorization = `Bearer ${server.token}`
    const { host } = new URL(server.base)
    for (const headers of [
      { host: 'evil.example' },
      { host: `evil.example:${new URL(server.base).port}` },
      { host, origin: 'http://evil.example' },
      { host, origin: 'null' },
      { host, origin: 'http://127.0.0.1:1' },
      { host, 'sec-fetch-site': 'cross-site' },
      { host, 'sec-fetch-site': 'same-site' },
    ] as Record<string, string>[]) {
      for (const [path, method] of [
        ['/api/calls/status', 'POST'],
        ['/api/photos/1/thumbnail', 'GET'],
        ['/api/events', 'GET'],
      ] as const) {
        const all = { ...headers, authorization, 'content-type': 'application/json' }
        const answer = await ask(server, path, all, { method, body: method === 'POST' ? '[]' : '' })
        assert.equal(answer.status, 403, JSON.stringify(headers))
        assert.equal((JSON.parse(answer.body) as { code: string }).code, 'not-allowed')
      }
    }
  })

  test('no other site is ever allowed to read: there is no answer to a preflight', async () => {
    const headers = { origin: 'http://evil.example', 'access-control-request-method': 'POST' }
    const answer = await ask(server, '/api/calls/status', headers, { method: 'OPTIONS' })
    assert.equal(answer.status, 403)
    assert.ok(Object.keys(answer.headers).every((name) => !name.startsWith('access-control')))
  })

  test('every answer forbids guessing, framing and what it has no use for; the page has a nonce of its own', async () => {
    const authorization = `Bearer ${server.token}`
    for (const path of ['/', '/api/photos/1/thumbnail', '/nothing']) {
      const { headers } = await ask(server, path, { authorization })
      assert.equal(headers['x-content-type-options'], 'nosniff')
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
      assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
      assert.match(headers['content-security-policy'] as string, /frame-ancestors 'none'/)
      assert.doesNotMatch(headers['content-security-policy'] as string, /unsafe|\*/)
    }
    const [one, two] = [await ask(server, '/', { authorization }), await ask(server, '/', { authorization })]
    const nonce = ({ headers }: Answer) => /nonce-([\w+/]+)/.exec(headers['content-security-policy'] as string)?.[1]
    assert.ok(nonce(one) !== undefined && nonce(one) !== nonce(two))
    if (one.status === 200) {
      assert.ok(one.body.includes(nonce(one)!))
      assert.ok(!one.body.includes('__CSP_NONCE__'))
    }
  })

  test('deleting everything gives a new session, so that no old thumbnail is shown for a new photo', async () => {
    const cookie = cookieOf(await ask(server, `/?token=${server.token}`))
    const options = { method: 'POST', body: '[]' }
    const deleted = await ask(
      server,
      '/api/calls/deleteEverything',
      { cookie, 'content-type': 'application/json' },
      options,
    )
    assert.equal(deleted.status, 200, deleted.body)
    assert.ok(cookieOf(deleted).length > 40 && cookieOf(deleted) !== cookie)
  })
})

describe('with a password', () => {
  const password = 'correct horse battery'
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const login = (server: TestServer, given: string) =>
    ask(server, '/login', form, { method: 'POST', body: new URLSearchParams({ password: given }).toString() })

  async function start(t: { after(end: () => Promise<void>): void }): Promise<TestServer> {
    const first = await startTestServer()
    const file = join(first.folder, 'password.txt')
    await writeFile(file, `${password}\nsecond line\n`)
    const server = await startTestServer(['--host', '127.0.0.1', '--password-file', file])
    t.after(async () => {
      await server.end()
      await first.end()
    })
    return server
  }

  test('a form without script lets in whoever knows it, and nobody else', async (t) => {
    const server = await start(t)
    assert.equal(new URL(server.url).search, '', 'no token')
    const sent = await ask(server, '/')
    assert.deepEqual([sent.status, sent.headers.location], [303, '/login'])
    const page = await ask(server, '/login')
    assert.match(page.body, /<form method="post" action="\/login">/)
    assert.doesNotMatch(page.body, /<script/)
    assert.match(page.headers['content-security-policy'] as string, /form-action 'self'/)
    for (const wrong of ['', 'wrong', `${password}x`, 'x'.repeat(2000)]) {
      const refused = await login(server, wrong)
      assert.equal(refused.status, 403, wrong.slice(0, 20))
      assert.equal(refused.headers['set-cookie'], undefined)
    }
    const entered = await login(server, password)
    assert.deepEqual([entered.status, entered.headers.location], [303, '/'])
    const known = await ask(server, '/api/photos/1/thumbnail', { cookie: cookieOf(entered) })
    assert.equal(known.status, 404, 'let in: there is no such photo')
    assert.equal((await ask(server, '/api/photos/1/thumbnail')).status, 401)
  })

  test('guessing is slowed down, for many at once as well', async (t) => {
    const server = await start(t)
    const answers = await Promise.all(Array.from({ length: 12 }, () => login(server, 'wrong')))
    const statuses = answers.map(({ status }) => status)
    assert.equal(statuses.filter((status) => status === 403).length, 5, String(statuses))
    assert.equal(statuses.filter((status) => status === 429).length, 7)
    const late = await login(server, password)
    assert.equal(late.status, 429)
    assert.match(late.headers['retry-after']!, /^\d+$/)
  })

  test('a host that others reach needs one, and not a short one', async () => {
    await assert.rejects(startTestServer(['--host', '0.0.0.0']), {
      code: 'invalid-argument',
      message: /needs a password/,
    })
    await assert.rejects(startTestServer(['--password-file', '/nothing/there']), { code: 'unreadable' })
  })
})
