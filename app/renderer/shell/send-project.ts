import type { Job } from '../../../core/api/shell.ts'
import { OFFLINE, valueOf } from './http-answer.ts'
import { CANCELLED, ShellError } from './shell-error.ts'

interface Sending {
  readonly signal: AbortSignal
  readonly onSent: (share: number) => void
}

/** By XMLHttpRequest, for `fetch` does not tell how much of a body has been sent. */
export function sendProject(base: string, file: File, { signal, onSent }: Sending): Promise<Job> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const cancel = () => request.abort()
    request.upload.addEventListener('progress', ({ loaded, total }) => onSent(total === 0 ? 1 : loaded / total))
    request.addEventListener('error', () => reject(new ShellError(OFFLINE)))
    request.addEventListener('abort', () => reject(new ShellError(CANCELLED)))
    request.addEventListener('load', () => {
      const { status, statusText, responseText } = request
      const answered = { ok: status >= 200 && status < 300, status, statusText }
      // Rejects in the server's own words.
      resolve(Promise.resolve().then(() => valueOf(answered, responseText) as Job))
    })
    request.addEventListener('loadend', () => signal.removeEventListener('abort', cancel))
    request.open('POST', `${base}/api/projects`)
    request.setRequestHeader('content-type', 'application/zip')
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name))
    signal.addEventListener('abort', cancel)
    request.send(file)
    if (signal.aborted) cancel()
  })
}
