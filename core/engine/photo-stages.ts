import { resolve } from 'node:path'
import type { Device } from '../api.ts'
import { modelsFoldersOf } from '../encoders/models-folders.ts'
import { closeCatalogue, openCatalogue, type Catalogue } from '../library/catalogue/catalogue.ts'
import { openDecodePool } from '../library/decode/pool.ts'
import type { DecodePool } from '../library/decoded.ts'
import { lazy } from './lazy.ts'
import { localFeaturesOf, type LocalFeaturesOfLibrary } from './local-features.ts'
import { regionProposerOf, type RegionProposer } from './propose-regions.ts'
import { openUploads, type Uploads } from './uploads.ts'

/** What looks at a library's photos, whatever is asked of them. What costs is opened when first needed. */
export interface PhotoStages {
  readonly catalogue: Catalogue
  readonly modelsFolders: readonly string[]
  readonly openPool: () => Promise<DecodePool>
  readonly uploads: Uploads
  readonly local: LocalFeaturesOfLibrary
  readonly regions: RegionProposer
  readonly close: () => Promise<void>
}

/** @param device asked when something is opened that runs on one @throws ResightError as `openCatalogue` */
export function openPhotoStages(library: string, device: () => Device): PhotoStages {
  const catalogue = openCatalogue(resolve(library))
  const modelsFolders = modelsFoldersOf(catalogue.folder)
  const pool = lazy(
    async () => openDecodePool(),
    (opened) => opened.close(),
  )
  const openPool = () => pool.get()
  const uploads = openUploads(catalogue.folder, openPool)
  const local = localFeaturesOf({ catalogue, modelsFolders, device, openPool, uploads })
  const regions = regionProposerOf({ catalogue, modelsFolders, device, openPool })
  return {
    catalogue,
    modelsFolders,
    openPool,
    uploads,
    local,
    regions,
    close: async () => {
      await regions.close()
      await local.close()
      await pool.close()
      closeCatalogue(catalogue)
    },
  }
}
