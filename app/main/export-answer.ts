import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { exportToFile } from '../../core/remote/project-files.ts'
import type { ShellHost } from '../../core/remote/shell-host.ts'

const EXPORT = /^\/api\/projects\/([0-9a-f-]{36})\/export\/([a-z-]{1,20})$/

/** Makes a project's export and answers with its file, to be saved. @returns null: no address of an export */
export async function exportAnswer(
  host: Pick<ShellHost, 'call' | 'engine' | 'library' | 'fileJob'>,
  address: URL,
): Promise<Response | null> {
  const [, projectId, format] = EXPORT.exec(address.pathname) ?? []
  if (projectId === undefined || format === undefined) return null
  const file = await exportToFile(host, { projectId, format, search: address.searchParams })
  const stream = createReadStream(file.path)
  // After the last byte, and as well when saving was cancelled.
  stream.once('close', () => void file.remove())
  return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(file.bytes),
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    },
  })
}
