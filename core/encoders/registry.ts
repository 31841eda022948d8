import type { Device } from '../api.ts'
import { ResightError, type Encoder } from '../types.ts'
import type { OpenOptions } from './hub-encoder.ts'
import type { Dtype } from './model-folder.ts'
import { familyOfFolder } from './known-folder.ts'
import { readManifest } from './manifest.ts'
import { findModelFolder } from './models-folders.ts'

/** The model that a library uses when none is named. */
export const DEFAULT_MODEL = 'resight-mini'

type Open = (folder: string, options: OpenOptions) => Promise<Encoder>

/** Families of image–text models. Loaded when used: who only lists models waits for no runtime. */
const FAMILIES: Readonly<Record<string, () => Promise<Open>>> = {
  'resight-mini': async () => (await import('./resight-mini.ts')).openResightMini,
  clip: async () => (await import('./clip.ts')).openClip,
  'clip-multilingual': async () => (await import('./clip-multilingual.ts')).openClipMultilingual,
  siglip: async () => (await import('./siglip.ts')).openSiglip,
  mobileclip: async () => (await import('./mobileclip.ts')).openMobileClip,
}

export interface OpenEncoderOptions {
  readonly device: Device
  /** Searched in this order; see `modelsFoldersOf`. */
  readonly modelsFolders: readonly string[]
  readonly threads?: number
  /** Precision of the files; absent: the most exact that is there. */
  readonly dtype?: Dtype
  /** Where the runtime remembers which devices proved worth using. */
  readonly cacheFolder?: string
}

/**
 * Opens an image–text model by its id. Its files are checked now; its graphs are opened when first used.
 * @throws ResightError `not-found` when it is not installed, `unsupported` when it is no image–text model, and what
 * its family says of its files
 */
export async function openEncoder(id: string, options: OpenEncoderOptions): Promise<Encoder> {
  const { modelsFolders, ...rest } = options
  const folder = findModelFolder(id, modelsFolders)
  const entry = readManifest().find((candidate) => candidate.id === id)
  if (entry !== undefined && entry.kind !== 'image-text') {
    const finds = entry.kind === 'detector' ? 'animals' : 'keypoints'
    throw new ResightError('unsupported', `${id} is no image–text model: it finds ${finds} and answers no searches`, {
      remedy: '`resight models` says what each model is good for.',
    })
  }
  if (folder === null) {
    const where = `searched: ${modelsFolders.join(', ')}`
    if (entry === undefined) {
      throw new ResightError('not-found', `There is no model ${id} (${where})`, {
        remedy: '`resight models` lists the models there are.',
      })
    }
    throw new ResightError('not-found', `The model ${id} is not installed (${where})`, {
      remedy: entry.builtIn
        ? 'Restore the folder models of the project.'
        : `Get it with \`resight models get ${id}\`, or import its folder.`,
    })
  }
  return openFolder(entry?.family ?? familyOfFolder(folder) ?? '', folder, { id, ...rest })
}

/**
 * Opens a folder as a model of a family.
 * @throws ResightError `unsupported` when there is no such family, and what the family says of the files
 */
export async function openFolder(family: string, folder: string, options: OpenOptions): Promise<Encoder> {
  const load = Object.hasOwn(FAMILIES, family) ? FAMILIES[family] : undefined
  if (load === undefined) {
    throw new ResightError('unsupported', `${options.id} in ${folder} is no image–text model that Resight can open`, {
      remedy: `Resight opens the families ${Object.keys(FAMILIES).join(', ')}.`,
    })
  }
  const open = await load()
  return open(folder, options)
}
