import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { ModelStatus } from '../api.ts'
import { dimensionOfFolder, familyOfFolder } from './known-folder.ts'
import { MODEL_ID, readManifest, type ModelEntry } from './manifest.ts'
import { findModelFolder, namesIn } from './models-folders.ts'

/** What a library knows of its models: the one in use, and how many photos each has encoded. */
interface LibraryState {
  readonly active: string | null
  readonly encoded: ReadonlyMap<string, number>
}

/**
 * Every model of the manifest, and those of other origin that lie in the models folders.
 * @param modelsFolders in search order, see `modelsFoldersOf` @param active id of the model in use, if any
 * @param encoded photos with a vector, by model; absent: none
 */
export function listModels(
  modelsFolders: readonly string[],
  active: string | null = null,
  encoded: ReadonlyMap<string, number> = new Map(),
): readonly ModelStatus[] {
  const library = { active, encoded }
  const entries = readManifest()
  const known = entries.map((entry) => statusOf(entry, modelsFolders, library))
  const ids = new Set(entries.map(({ id }) => id))
  const others = new Map<string, ModelStatus>()
  for (const models of modelsFolders) {
    for (const id of namesIn(models).filter((name) => MODEL_ID.test(name))) {
      if (ids.has(id) || others.has(id)) continue
      const status = foreignStatus(id, join(models, id), library)
      if (status !== null) others.set(id, status)
    }
  }
  return [...known, ...others.values()]
}

/** Whether every file that one precision needs is there, of the size that is known for it. */
export function isInstalled(entry: ModelEntry, folder: string): boolean {
  const dtypes = [...new Set(entry.files.map(({ dtype }) => dtype))].filter((dtype) => dtype !== null)
  const common = entry.files.filter(({ dtype }) => dtype === null)
  const sets =
    dtypes.length === 0 ? [common] : dtypes.map((d) => [...common, ...entry.files.filter((f) => f.dtype === d)])
  return sets.some((files) =>
    files.every(({ path, bytes }) => {
      const stat = statSync(join(folder, path), { throwIfNoEntry: false })
      return stat?.isFile() === true && (bytes === null || stat.size === bytes)
    }),
  )
}

function statusOf(entry: ModelEntry, modelsFolders: readonly string[], library: LibraryState): ModelStatus {
  const { id, family, kind, builtIn, d, licence, goodFor, languages, warning, memoryMB } = entry
  const folder = findModelFolder(id, modelsFolders)
  const installed = folder !== null && isInstalled(entry, folder)
  return {
    ...{ id, family, kind, installed, active: id === library.active, builtIn, d, licence, goodFor, languages, warning },
    bytes: installed ? bytesOnDisk(entry, folder) : bytesToGet(entry),
    memoryBytes: memoryMB * 1e6,
    encoded: library.encoded.get(id) ?? 0,
  }
}

/** All precisions that are there. */
function bytesOnDisk({ files }: ModelEntry, folder: string): number {
  return files.reduce((sum, { path }) => sum + sizeOf(join(folder, path)), 0)
}

/** Those of the precision that is downloaded when none is named. */
function bytesToGet({ files, defaultDtype }: ModelEntry): number {
  const wanted = files.filter(({ dtype }) => dtype === null || dtype === defaultDtype)
  return wanted.reduce((sum, { bytes, megabytes }) => sum + (bytes ?? Math.round(megabytes * 1e6)), 0)
}

function foreignStatus(id: string, folder: string, library: LibraryState): ModelStatus | null {
  const family = familyOfFolder(folder)
  const d = family === null ? null : dimensionOfFolder(folder)
  if (family === null || d === null) return null
  const goodFor = 'Not one of the models that Resight knows; see its own documentation.'
  return {
    kind: 'image-text',
    ...{ id, family, installed: true, active: id === library.active, builtIn: false, d, licence: 'unknown', goodFor },
    bytes: [folder, join(folder, 'onnx')]
      .flatMap((inside) => namesIn(inside).map((name) => sizeOf(join(inside, name))))
      .reduce((sum, bytes) => sum + bytes, 0),
    memoryBytes: null,
    languages: [],
    warning: null,
    encoded: library.encoded.get(id) ?? 0,
  }
}

/** Of a file; 0 for a folder or for nothing. */
function sizeOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat?.isFile() === true ? stat.size : 0
}
