import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { invalidArgument } from '../types.ts'
import { MODEL_ID } from './manifest.ts'

/** Models that come with the project. */
export const BUILT_IN_FOLDER = fileURLToPath(new URL('../../models', import.meta.url))

/**
 * Folders that may hold models, in the order in which they are searched: `RESIGHT_MODELS` (for sites without a
 * network), the library's own, the project's.
 */
export function modelsFoldersOf(
  library: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): readonly string[] {
  const first = env['RESIGHT_MODELS']?.trim()
  return [...(first ? [first] : []), join(library, 'models'), BUILT_IN_FOLDER]
}

/**
 * @returns the first folder `<modelsFolder>/<id>` that holds anything, or null; a model of a single file may also
 * lie in the models folder itself, as `<id>.onnx`, and is then found there
 * @throws ResightError `invalid-argument` for what cannot be an id
 */
export function findModelFolder(id: string, modelsFolders: readonly string[]): string | null {
  checkModelId(id)
  for (const models of modelsFolders) {
    const folder = join(models, id)
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() && readdirSync(folder).length > 0) return folder
    if (existsSync(join(models, `${id}.onnx`))) return models
  }
  return null
}

/** @throws ResightError `invalid-argument` */
export function checkModelId(id: unknown): asserts id is string {
  if (typeof id === 'string' && MODEL_ID.test(id)) return
  throw invalidArgument('model', 'a model id (small letters, digits, dots and dashes)', id)
}
