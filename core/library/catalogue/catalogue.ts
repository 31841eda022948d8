import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ResightError } from '../../types.ts'
import { Database } from './database.ts'
import { migrate } from './migrate.ts'
import { CATALOGUE_APPLICATION_ID, CATALOGUE_PAGE_BYTES, MIGRATIONS } from './schema.ts'
import { openThumbnails } from './thumbnails.ts'

/**
 * An open library folder: what is known of folders, photos, files and vectors (`catalogue.sqlite`, the truth) and the
 * thumbnails (`thumbnails.sqlite`, a cache that may be deleted). Several processes may hold one at a time: readers never
 * wait; whoever indexes or forgets takes the writer lock. The functions beside this file each do one thing with it.
 */
export interface Catalogue {
  /** Absolute path of the library folder. */
  readonly folder: string
  readonly database: Database
  readonly thumbnails: Database
}

/**
 * Opens the catalogue in a library folder, making both where they are missing.
 * @throws ResightError `corrupt` (no catalogue, damaged, or another program's), `unsupported` (newer schema),
 * `unreadable` (folder cannot be made or written), `busy`. A file that is there is never replaced.
 */
export function openCatalogue(folder: string): Catalogue {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (cause) {
    throw new ResightError('unreadable', `The library folder ${folder} cannot be made`, {
      cause,
      remedy: 'Check that the place exists and may be written, or choose another library folder.',
    })
  }
  const database = new Database(join(folder, 'catalogue.sqlite'))
  try {
    migrate(database, {
      applicationId: CATALOGUE_APPLICATION_ID,
      pageBytes: CATALOGUE_PAGE_BYTES,
      migrations: MIGRATIONS,
    })
    return { folder, database, thumbnails: openThumbnails(folder) }
  } catch (cause) {
    database.close()
    throw cause
  }
}

/** Safe to call twice. */
export function closeCatalogue(catalogue: Catalogue): void {
  catalogue.thumbnails.close()
  catalogue.database.close()
}
