import type { Answer, CallName, Calls, PlainError, Shell, ShellEvent } from '../../../core/api/shell.ts'
import { pictureAddresses } from './picture-addresses.ts'
import { ShellError } from './shell-error.ts'

const JSON_HEADERS = { 'content-type': 'application/json' }

/** The shell of a browser tab: calls over HTTP to the server that the page came from, events over server-sent events. */
export function openHttpShell(base = ''): Shell {
  return {
    kind: 'browser',
    call: (name, ...args) => call(base, name, args),
    subscribe: (listener) => subscribe(base, listener),
    ...pictureAddresses(base),
    addUpload: (data, name) => addUpload(base, data, name),
    desktop: null,
  }
}

async function call<N extends CallName>(base: string, name: N, args: Parameters<Calls[N]>): Promise<Answer<N>> {
  return (await answerOf(() =>
    fetch(`${base}/api/calls/${name}`, { method: 'POST', headers: JSON_HEADERS, body: JSON.stringify(args) }),
  )) as Answer<N>
}

async function addUpload(base: string, data: Uint8Array, name: string): Promise<string> {
  const answer = await answerOf(() =>
    fetch(`${base}/api/uploads`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) },
      body: data as Uint8Array<ArrayBuffer>,
    }),
  )
  return (answer as { readonly uploadId: string }).uploadId
}

async function answerOf(request: () => Promise<Response>): Promise<unknown> {
  let response: Response
  try {
    response = await request()
  } catch {
    throw new ShellError({
      code: 'offline',
      message: 'Resight’s server does not answer. Start it again with `resight serve`.',
    })
  }
  const text = await response.text()
  const value: unknown = text === '' ? null : parse(text)
  if (response.ok) return value
  throw isPlainError(value)
    ? new ShellError(value)
    : new ShellError({ code: `http-${response.status}`, message: text.slice(0, 300) || response.statusText })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isPlainError(value: unknown): value is PlainError {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value
}

function subscribe(base: string, listener: (event: ShellEvent) => void): () => void {
  const source = new EventSource(`${base}/api/events`)
  let lost = false
  source.addEventListener('message', (message: MessageEvent<string>) => {
    listener(JSON.parse(message.data) as ShellEvent)
  })
  source.addEventListener('open', () => {
    // Whatever happened while the line was down is unknown, so everything read before may be stale.
    if (lost) listener({ kind: 'library' })
    lost = false
  })
  source.addEventListener('error', () => {
    if (lost) return
    lost = true
    listener({ kind: 'engine', state: 'restarting', message: 'Lost the connection to Resight; trying again …' })
  })
  return () => source.close()
}
