import { join } from 'node:path'
import { isInstalled } from '../encoders/list-models.ts'
import { readManifest, type ModelKind } from '../encoders/manifest.ts'
import { findModelFolder } from '../encoders/models-folders.ts'

/** The graph of the manifest's model of a kind and family where it is whole; null: not installed. */
export function findModelFile(kind: ModelKind, family: string, modelsFolders: readonly string[]): string | null {
  const entry = readManifest().find((candidate) => candidate.kind === kind && candidate.family === family)
  const file = entry?.files.find(({ path }) => path.endsWith('.onnx'))
  if (entry === undefined || file === undefined) return null
  const folder = findModelFolder(entry.id, modelsFolders)
  return folder === null || !isInstalled(entry, folder) ? null : join(folder, file.path)
}
