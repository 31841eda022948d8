import type { Answer, CallName, Calls, Shell, ShellEvent } from '../../../core/api/shell.ts'
import { exportAddress } from './export-address.ts'
import { pictureAddresses } from './picture-addresses.ts'
import { OFFLINE, valueOf } from './http-answer.ts'
import { sendProject } from './send-project.ts'
import { CANCELLED, ShellError } from './shell-error.ts'

const JSON_HEADERS = { 'content-type': 'application/json' }

/** The shell of a browser tab: calls over HTTP to the server that the page came from, events over server-sent events. */
export function openHttpShell(base = ''): Shell {
  return {
    kind: 'browser',
    call: (name, ...args) => call(base, name, args),
    callWith: (signal, name, ...args) => call(base, name, args, signal),
    subscribe: (listener) => subscribe(base, listener),
    ...pictureAddresses(base),
    addUpload: (data, name) => addUpload(base, data, name),
    exportUrl: (...request) => exportAddress(base, ...request),
    importProject: (file, signal, onSent) => sendProject(base, file, { signal, onSent }),
    desktop: null,
  }
}

async function call<N extends CallName>(
  base: string,
  name: N,
  args: Parameters<Calls[N]>,
  signal: AbortSignal | null = null,
): Promise<Answer<N>> {
  try {
    return (await answerOf(() =>
      fetch(`${base}/api/calls/${name}`, { method: 'POST', headers: JSON_HEADERS, body: JSON.stringify(args), signal }),
    )) as Answer<N>
  } catch (error) {
    // The server sees that whoever asked is gone, and that is no server that does not answer.
    throw signal?.aborted === true ? new ShellError(CANCELLED) : error
  }
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
    throw new ShellError(OFFLINE)
  }
  return valueOf(response, await response.text())
}

/** Long enough for a server that is starting, and no burden on one that has refused. */
const TRY_AGAIN_MS = 3000

function subscribe(base: string, listener: (event: ShellEvent) => void): () => void {
  let source: EventSource | null = null
  let isLost = false
  let isEnded = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const open = (): void => {
    const opened = new EventSource(`${base}/api/events`)
    source = opened
    opened.addEventListener('message', (message: MessageEvent<string>) => {
      listener(JSON.parse(message.data) as ShellEvent)
    })
    opened.addEventListener('open', () => {
      // Whatever happened while the line was down is unknown, so everything read before may be stale.
      if (isLost) listener({ kind: 'library' })
      isLost = false
    })
    opened.addEventListener('error', () => {
      if (!isLost) listener({ kind: 'engine', state: 'unreachable', message: 'Lost the connection to Resight.' })
      isLost = true
      // The browser tries again by itself, but not after an answer that is no stream.
      if (opened.readyState === EventSource.CLOSED) void askWhy()
    })
  }
  const askWhy = async (): Promise<void> => {
    const why = await call(base, 'about', []).then(
      () => null,
      (error: unknown) => error,
    )
    if (isEnded) return
    if (why instanceof ShellError && why.code === 'not-signed-in')
      listener({ kind: 'engine', state: 'signed-out', message: why.message })
    else timer = setTimeout(open, TRY_AGAIN_MS)
  }
  open()
  return () => {
    isEnded = true
    clearTimeout(timer)
    source?.close()
  }
}
