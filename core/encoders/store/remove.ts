import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ResightError } from '../../types.ts'
import { readManifest } from '../manifest.ts'
import { checkModelId } from '../models-folders.ts'
import { explain } from './network-error.ts'
import { alone, STAGING } from './staging.ts'

/**
 * Deletes a model and what was downloaded of it so far. Only from this folder: what lies in `RESIGHT_MODELS` or came
 * with the project is not Resight's to delete.
 * @throws ResightError `not-found` `unsupported` `busy` `unreadable`
 */
export async function removeModel(id: string, modelsFolder: string): Promise<void> {
  checkModelId(id)
  const target = join(modelsFolder, id)
  if (!existsSync(target) && !existsSync(join(modelsFolder, STAGING, id))) {
    const isBuiltIn = readManifest().some((entry) => entry.id === id && entry.builtIn)
    throw isBuiltIn
      ? new ResightError('unsupported', `${id} is built in and cannot be removed`)
      : new ResightError('not-found', `${id} is not in ${modelsFolder}`, {
          remedy: 'Models in RESIGHT_MODELS are removed by who put them there.',
        })
  }
  await alone(modelsFolder, id, async (staging) => {
    try {
      // Out of the way at once, so that nobody opens half a model while it is deleted.
      if (existsSync(target)) await rename(target, join(staging, 'removed'))
      await rm(staging, { recursive: true, force: true })
    } catch (error) {
      throw explain(error, target)
    }
  })
}
