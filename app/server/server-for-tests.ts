import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Job, ShellEvent } from '../../core/api/shell.ts'
import { serve, type Served } from './main.ts'
import { parseOptions } from './options.ts'

/** A server with a real engine and an empty library, as a browser that has signed in sees it. */
export interface TestServer extends Served {
  readonly folder: string
  /** `http://127.0.0.1:PORT` */
  readonly base: string
  readonly token: string
  fetch(path: string, init?: RequestInit): Promise<Response>
  call(name: string, ...args: readonly unknown[]): Promise<{ readonly status: number; readonly body: unknown }>
  /** Starts a job and waits for its end. */
  run(request: object): Promise<Job>
  /** Waits for the end of a job; one that has ended is told of too. */
  ended(jobId: number): Promise<Job>
  events(): AsyncGenerator<ShellEvent>
  end(): Promise<void>
}

export async function startTestServer(args: readonly string[] = []): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'resight-server-'))
  const library = join(folder, 'library')
  const options = parseOptions(['--library', library, '--device', 'cpu', ...args])
  const served = await serve(options, { ...process.env, RESIGHT_PASSWORD: '' })
  const url = new URL(served.url)
  const token = url.searchParams.get('token') ?? ''
  const stop = new AbortController()

  const server: TestServer = {
    ...served,
    folder,
    base: url.origin,
    token,
    fetch: (path, init = {}) =>
      fetch(`${url.origin}${path}`, {
        signal: AbortSignal.timeout(60_000),
        redirect: 'manual',
        ...init,
        headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string> | undefined) },
      }),
    async call(name, ...callArgs) {
      const response = await server.fetch(`/api/calls/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(callArgs),
      })
      return { status: response.status, body: await response.json() }
    },
    async run(request) {
      const { status, body } = await server.call('startJob', request)
      if (status !== 200) throw new Error(`No job was started: ${JSON.stringify(body)}`)
      return server.ended((body as Job).jobId)
    },
    async ended(jobId) {
      for await (const event of server.events()) {
        if (event.kind !== 'job' || event.job.jobId !== jobId) continue
        if (['done', 'failed', 'cancelled'].includes(event.job.state)) return event.job
      }
      throw new Error('The events ended before the job')
    },
    async *events() {
      const response = await server.fetch('/api/events', { signal: stop.signal })
      let text = ''
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        const messages = (text + chunk).split('\n\n')
        text = messages.pop() ?? ''
        for (const message of messages) {
          if (message.startsWith('data: ')) yield JSON.parse(message.slice('data: '.length)) as ShellEvent
        }
      }
    },
    async end() {
      stop.abort()
      await served.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return server
}
