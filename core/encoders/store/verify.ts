import { statSync } from 'node:fs'
import { join } from 'node:path'
import { ResightError } from '../../types.ts'
import { familyOfFolder } from '../known-folder.ts'
import { readManifest, type ModelEntry } from '../manifest.ts'
import { findModelFolder } from '../models-folders.ts'
import { checkOpens } from './check-opens.ts'
import { digestFile } from './digest.ts'
import { Meter, type StoreProgress } from './meter.ts'
import { readRecord } from './record.ts'
import { untilResumed } from './retry.ts'

export interface VerifyReport {
  readonly id: string
  readonly folder: string
  /** Files whose bytes were compared with what was recorded or pinned. */
  readonly compared: number
  /** One sentence each; empty: all is well. */
  readonly problems: readonly string[]
}

export interface VerifyOptions {
  readonly signal?: AbortSignal
  /** Awaited between files. */
  readonly whilePaused?: () => Promise<void>
  readonly onProgress?: (progress: StoreProgress) => void
  readonly manifest?: readonly ModelEntry[]
}

/**
 * Reads every byte of an installed model again, compares it with what was recorded at installation (or pinned in the
 * manifest), and opens it.
 * @throws ResightError `not-found` when it is not installed, `invalid-argument`, `cancelled`
 */
export async function verifyModel(
  id: string,
  modelsFolders: readonly string[],
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  const folder = findModelFolder(id, modelsFolders)
  if (folder === null) {
    throw new ResightError('not-found', `${id} is not installed (searched: ${modelsFolders.join(', ')})`, {
      remedy: `Get it with \`resight models get ${id}\`, or import its folder.`,
    })
  }
  const entry = (options.manifest ?? readManifest()).find((candidate) => candidate.id === id)
  const problems: string[] = []
  let compared = 0
  try {
    const recorded = readRecord(folder)?.files ?? pinnedFiles(entry)
    const sizes = recorded.map(({ path }) => statSync(join(folder, path), { throwIfNoEntry: false })?.size ?? 0)
    const meter = new Meter(
      'check',
      sizes.reduce((sum, bytes) => sum + bytes, 0),
      options.onProgress,
    )
    let done = 0
    for (const [i, { path, sha256 }] of recorded.entries()) {
      await untilResumed(options)
      const onBytes = (bytes: number): void => meter.update(path, done + bytes)
      const digests = await digestFile(join(folder, path), {
        ...(options.signal && { signal: options.signal }),
        onBytes,
      }).catch((error: unknown) => {
        if (error instanceof ResightError) throw error
        return null
      })
      compared++
      done += sizes[i] ?? 0
      if (digests === null) problems.push(`${path} is missing or cannot be read`)
      else if (digests.sha256 !== sha256) problems.push(`${path} has changed (sha256 ${digests.sha256})`)
    }
    const family = entry?.family ?? familyOfFolder(folder) ?? ''
    await checkOpens({ id, family, kind: entry?.kind ?? 'image-text', d: entry?.d ?? null }, folder)
  } catch (error) {
    if (!(error instanceof ResightError) || error.code === 'cancelled') throw error
    problems.push(error.message)
  }
  return { id, folder, compared, problems }
}

function pinnedFiles(entry: ModelEntry | undefined): readonly { readonly path: string; readonly sha256: string }[] {
  return (entry?.files ?? []).flatMap(({ path, sha256 }) => (sha256 === null ? [] : [{ path, sha256 }]))
}
