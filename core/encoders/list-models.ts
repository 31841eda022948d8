import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { ModelStatus } from '../api.ts'
import { dimensionOfFolder, familyOfFolder } from './known-folder.ts'
import { MODEL_ID, readManifest, type ModelEntry } from './manifest.ts'
import { findModelFolder, namesIn } from './models-folders.ts'

/**
 * Every model of the manifest, and those of other origin that lie in the models folders.
 * @param modelsFolders in search order, see `modelsFoldersOf` @param active id of the model in use, if any
 */
export function listModels(modelsFolders: readonly string[], active: string | null = null): readonly ModelStatus[] {
  const entries = readManifest()
  const known = entries.map((entry) => statusOf(entry, modelsFolders, active))
  const ids = new Set(entries.map(({ id }) => id))
  const others = new Map<string, ModelStatus>()
  for (const models of modelsFolders) {
    for (const id of namesIn(models).filter((name) => MODEL_ID.test(name))) {
      if (ids.has(id) || others.has(id)) continue
      const status = foreignStatus(id, join(models, id), active)
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

function statusOf(entry: ModelEntry, modelsFolders: readonly string[], active: string | null): ModelStatus {
  const { id, family, builtIn, d, licence, goodFor } = entry
  const folder = findModelFolder(id, modelsFolders)
  const installed = folder !== null && isInstalled(entry, folder)
  return { id, family, installed, active: id === active, builtIn, d, licence, goodFor }
}

function foreignStatus(id: string, folder: string, active: string | null): ModelStatus | null {
  const family = familyOfFolder(folder)
  const d = family === null ? null : dimensionOfFolder(folder)
  if (family === null || d === null) return null
  const goodFor = 'Not one of the models that Resight knows; see its own documentation.'
  return { id, family, installed: true, active: id === active, builtIn: false, d, licence: 'unknown', goodFor }
}
