import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Digest } from './hub.ts'
import { throwIfCancelled } from './retry.ts'

/** Both digests of a file in one reading: the one that is recorded, and the one that git gives a blob. */
export interface FileDigests {
  readonly bytes: number
  readonly sha256: string
  readonly gitSha1: string
}

export async function digestFile(
  path: string,
  options: { readonly signal?: AbortSignal; readonly onBytes?: (bytes: number) => void } = {},
): Promise<FileDigests> {
  const { size } = await stat(path)
  const sha256 = createHash('sha256')
  const gitSha1 = createHash('sha1').update(`blob ${size}\0`)
  let bytes = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    throwIfCancelled(options.signal)
    sha256.update(chunk)
    gitSha1.update(chunk)
    bytes += chunk.length
    options.onBytes?.(bytes)
  }
  return { bytes, sha256: sha256.digest('hex'), gitSha1: gitSha1.digest('hex') }
}

export function matches(digests: FileDigests, wanted: Digest): boolean {
  return (wanted.algorithm === 'sha256' ? digests.sha256 : digests.gitSha1) === wanted.hex
}
