import { join } from 'node:path'
import { ResightError } from '../../types.ts'
import { familyOfFolder } from '../known-folder.ts'
import { readManifest, type ModelEntry } from '../manifest.ts'
import { findModelFolder } from '../models-folders.ts'
import { checkOpens } from './check-opens.ts'
import { digestFile } from './digest.ts'
import { readRecord } from './record.ts'

export interface VerifyReport {
  readonly id: string
  readonly folder: string
  /** Files whose bytes were compared with what was recorded or pinned. */
  readonly compared: number
  /** One sentence each; empty: all is well. */
  readonly problems: readonly string[]
}

/**
 * Reads every byte of an installed model again, compares it with what was recorded at installation (or pinned in the
 * manifest), and opens it.
 * @throws ResightError `not-found` when it is not installed, `invalid-argument`, `cancelled`
 */
export async function verifyModel(
  id: string,
  modelsFolders: readonly string[],
  options: { readonly signal?: AbortSignal; readonly manifest?: readonly ModelEntry[] } = {},
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
    for (const { path, sha256 } of recorded) {
      const digests = await digestFile(join(folder, path), { ...(options.signal && { signal: options.signal }) }).catch(
        (error: unknown) => {
          if (error instanceof ResightError) throw error
          return null
        },
      )
      compared++
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
