import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

/** How the server misbehaves with a file's content; each applies while `times` lasts. */
export interface Mischief {
  /** Only for files whose path ends so; absent: all. */
  readonly path?: string
  readonly times?: number
  /** Closes the connection after so many bytes of the answer. */
  readonly cutAfter?: number
  /** Answers 200 with the whole file whatever range is asked for. */
  readonly ignoreRange?: boolean
  /** Says the range starts elsewhere. */
  readonly wrongRange?: boolean
  /** Adds to the stated length, or sends so many bytes more without stating any. */
  readonly lieAboutLength?: number
  readonly extraBytes?: number
  /** Changes one byte. */
  readonly wrongByte?: boolean
  readonly status?: number
  readonly retryAfter?: number
  readonly webPage?: boolean
  /** Never answers. */
  readonly silent?: boolean
}

export interface HubServer {
  readonly url: string
  readonly revision: string
  /** `METHOD path range` of every request so far. */
  readonly requests: string[]
  /** Replace at any time. */
  mischief: readonly Mischief[]
  /** What the API says of a file, when it shall lie; by path. */
  readonly lies: Map<string, Record<string, unknown>>
  /** Status of the API's answers; 200 normally. */
  apiStatus: number
}

/** What ends the server: a test, or a session of many. */
type Ending = Pick<TestContext, 'after'>

const REVISION = '0123456789abcdef0123456789abcdef01234567'

/**
 * A hub on this machine with one repository, `owner/name` unless said otherwise, that holds a folder's files: the API's two questions that the
 * store asks, and the files, through a redirect to another host as the real hub does. ONNX files are LFS files.
 */
export async function startHub(t: Ending, folder: string, repository = 'owner/name'): Promise<HubServer> {
  const files = new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [path, readFileSync(join(folder, path))]),
  )
  const state: HubServer = { url: '', revision: REVISION, requests: [], mischief: [], lies: new Map(), apiStatus: 200 }
  const used = new Map<Mischief, number>()

  function mischiefFor(path: string): Mischief {
    const found = state.mischief.find((m) => path.endsWith(m.path ?? '') && (used.get(m) ?? 0) < (m.times ?? Infinity))
    if (found !== undefined) used.set(found, (used.get(found) ?? 0) + 1)
    return found ?? {}
  }

  const cdn = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname.slice(1))
    const content = files.get(path)
    state.requests.push(`CDN ${path} ${request.headers.range ?? ''}${request.headers.authorization ? ' token' : ''}`)
    if (content === undefined) response.writeHead(404).end()
    else serve(request, response, content, mischiefFor(path))
  })
  const cdnUrl = await listen(t, cdn)
  const hub = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://x')
    state.requests.push(`${request.method} ${pathname}${request.headers.authorization ? ' token' : ''}`)
    const file = pathname.startsWith(`/${repository}/resolve/${REVISION}/`)
      ? pathname.split('/').slice(5).join('/')
      : ''
    if (file !== '') {
      response.writeHead(302, { location: `${cdnUrl}/${file}` }).end()
    } else if (state.apiStatus !== 200) {
      response.writeHead(state.apiStatus, { 'content-type': 'application/json' }).end('{"error": "no"}')
    } else if (
      pathname === `/api/models/${repository}/revision/main` ||
      pathname === `/api/models/${repository}/revision/HEAD`
    ) {
      sendJson(response, { _id: '1', id: repository, sha: REVISION, lastModified: '2026-01-01T00:00:00Z' })
    } else if (pathname === `/api/models/${repository}/paths-info/${REVISION}`) {
      void bodyOf(request).then((body) => {
        const { paths } = JSON.parse(body) as { readonly paths: readonly string[] }
        sendJson(
          response,
          paths.flatMap((path) => {
            const content = files.get(path)
            return content === undefined ? [] : [{ ...describe(path, content), ...state.lies.get(path) }]
          }),
        )
      })
    } else response.writeHead(404, { 'content-type': 'application/json' }).end('{"error": "Repository not found"}')
  })
  return Object.assign(state, { url: await listen(t, hub) })
}

async function listen(t: Ending, server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function describe(path: string, content: Buffer): Record<string, unknown> {
  const oid = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex')
  const base = { type: 'file', path, oid, size: content.length }
  if (!path.endsWith('.onnx')) return base
  const sha256 = createHash('sha256').update(content).digest('hex')
  return { ...base, oid: '0'.repeat(40), lfs: { oid: sha256, size: content.length, pointerSize: 134 } }
}

function serve(request: IncomingMessage, response: ServerResponse, content: Buffer, m: Mischief): void {
  if (m.silent) return
  if (m.status !== undefined) {
    response.writeHead(m.status, m.retryAfter === undefined ? {} : { 'retry-after': String(m.retryAfter) }).end('no')
    return
  }
  if (m.webPage) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<title>Sign in</title>')
    return
  }
  const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')
  const start = range !== null && !m.ignoreRange ? Number(range[1]) : 0
  const whole = m.wrongByte ? flipped(content) : content
  const body = Buffer.concat([whole.subarray(start), Buffer.alloc(m.extraBytes ?? 0)])
  const from = m.wrongRange ? start + 1 : start
  response.writeHead(start > 0 ? 206 : 200, {
    'content-type': 'application/octet-stream',
    ...(start > 0 && { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }),
    // Without a length Node sends chunks, as hubs and proxies may.
    ...(m.extraBytes === undefined && { 'content-length': body.length + (m.lieAboutLength ?? 0) }),
  })
  if (m.cutAfter !== undefined && m.cutAfter < body.length) {
    response.write(body.subarray(0, m.cutAfter), () => setImmediate(() => response.destroy()))
  } else response.end(body)
}

function flipped(content: Buffer): Buffer {
  const copy = Buffer.from(content)
  copy[Math.floor(copy.length / 2)]! ^= 1
  return copy
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
