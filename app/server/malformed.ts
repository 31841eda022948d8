import type { Socket } from 'node:net'
import type { PlainError } from '../../core/api/shell.ts'

/** What never became a request, by Node's name for it. */
const ANSWERS: Readonly<Record<string, { readonly line: string; readonly body: PlainError }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    line: '408 Request Timeout',
    body: { code: 'timed-out', message: 'The request took too long to arrive. Try again.' },
  },
  HPE_HEADER_OVERFLOW: {
    line: '431 Request Header Fields Too Large',
    body: { code: 'too-large', message: 'The address or the headers of this request are too long.' },
  },
}
const MALFORMED = {
  line: '400 Bad Request',
  body: { code: 'invalid-argument', message: 'This is not an HTTP request that can be understood.' },
}

/** Answers on the bare connection, in the one voice of all errors, and ends it. */
export function answerMalformed(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const { line, body } = ANSWERS[error.code ?? ''] ?? MALFORMED
  const text = JSON.stringify(body)
  socket.end(
    `HTTP/1.1 ${line}\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(text)}\r\nx-content-type-options: nosniff\r\nconnection: close\r\n\r\n${text}`,
    () => socket.destroy(),
  )
}
