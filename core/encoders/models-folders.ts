import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { invalidArgument, ResightError } from '../types.ts'
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
 * lie in the models folder itself, as `<id>.onnx` (dashes may be underscores there), and is then found there
 * @throws ResightError `invalid-argument` for what cannot be an id
 */
export function findModelFolder(id: string, modelsFolders: readonly string[]): string | null {
  checkModelId(id)
  for (const models of modelsFolders) {
    const folder = join(models, id)
    if (namesIn(folder).length > 0) return folder
    if ([id, id.replaceAll('-', '_')].some((name) => existsSync(join(models, `${name}.onnx`)))) return models
  }
  return null
}

/** Names in a folder; none where there is no folder. @throws ResightError `unreadable` for one that may not be read */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw new ResightError('unreadable', `The models folder ${folder} could not be read`, {
      cause,
      remedy: 'Check its permissions, and RESIGHT_MODELS.',
    })
  }
}

/** @throws ResightError `invalid-argument` */
export function checkModelId(id: unknown): asserts id is string {
  if (typeof id === 'string' && MODEL_ID.test(id)) return
  throw invalidArgument('model', 'a model id (small letters, digits, dots and dashes)', id)
}
