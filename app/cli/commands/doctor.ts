import { existsSync, statfsSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { listModels } from '../../../core/encoders/list-models.ts'
import { modelsFoldersOf } from '../../../core/encoders/models-folders.ts'
import { findFaiss } from '../../../core/index/faiss.ts'
import { closeCatalogue, openCatalogue } from '../../../core/library/catalogue/catalogue.ts'
import { listDevices } from '../../../core/runtime/devices.ts'
import type { CommandContext, CommonOptions } from '../context.ts'
import { formatBytes } from '../format.ts'
import { libraryFolder } from '../../../core/remote/library-folder.ts'

/** One thing looked at. `missing` costs something but nothing stops; `broken` must be mended. */
export interface Finding {
  readonly name: string
  readonly state: 'good' | 'missing' | 'broken'
  readonly found: string
  /** What to do; null where nothing is to be done. */
  readonly remedy: string | null
}

const LOW_DISK_BYTES = 2e9
const MARKS: Record<Finding['state'], string> = { good: '✓', missing: '–', broken: '✗' }

/** `resight doctor` */
export async function doctor(context: CommandContext, options: CommonOptions): Promise<void> {
  const library = libraryFolder(options.library)
  const findings = [
    machine(),
    index(),
    pictures(),
    ...(await devices(library)),
    ...models(library),
    catalogue(library),
    disk(library),
  ]
  if (options.json === true) {
    context.output.out(JSON.stringify({ findings }))
    return
  }
  for (const finding of findings) {
    context.output.out(`${MARKS[finding.state]} ${finding.name.padEnd(10)} ${finding.found}`)
    if (finding.remedy !== null) context.output.out(`  ${' '.repeat(10)} → ${finding.remedy}`)
  }
}

function machine(): Finding {
  const found = `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores, ${formatBytes(totalmem())} memory`
  return good('machine', found)
}

function index(): Finding {
  const faiss = findFaiss()
  if (faiss.way !== null) return good('index', `FAISS (${faiss.way})`)
  return {
    name: 'index',
    state: 'missing',
    found: 'no FAISS; the exact index in TypeScript serves, several times slower on large libraries',
    remedy: faiss.reason,
  }
}

function pictures(): Finding {
  return good(
    'pictures',
    `sharp ${sharp.versions.sharp}; JPEG PNG WebP GIF AVIF TIFF SVG HEIC BMP, camera RAW by its embedded preview`,
  )
}

async function devices(library: string): Promise<readonly Finding[]> {
  const listed = await listDevices({ cacheFolder: join(library, 'cache') })
  return listed.map(({ device, usable, note }) => ({
    name: 'device',
    state: usable ? 'good' : 'missing',
    found: `${device}: ${note}`,
    remedy: null,
  }))
}

function models(library: string): readonly Finding[] {
  const folders = modelsFoldersOf(library)
  const installed = listModels(folders).filter((model) => model.installed)
  const builtIn = installed.some((model) => model.builtIn)
  const list: Finding = builtIn
    ? good('models', installed.map((model) => model.id).join(', '))
    : {
        name: 'models',
        state: 'broken',
        found: 'the built-in model is not there',
        remedy: 'Restore the folder models/resight-mini from the project.',
      }
  const own = process.env['RESIGHT_MODELS']
  if (own === undefined || existsSync(own)) return [list]
  const remedy = 'Correct or unset it.'
  return [list, { name: 'models', state: 'missing', found: `RESIGHT_MODELS names ${own}, which is not there`, remedy }]
}

function catalogue(library: string): Finding {
  if (!existsSync(library)) return good('library', `${library} (made by the first \`resight add\`)`)
  try {
    closeCatalogue(openCatalogue(library))
    return good('library', library)
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error)
    return { name: 'library', state: 'broken', found, remedy: remedyOf(error) }
  }
}

function disk(library: string): Finding {
  let folder = library
  while (!existsSync(folder)) folder = join(folder, '..')
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  if (free >= LOW_DISK_BYTES) return good('disk', `${formatBytes(free)} free`)
  return {
    name: 'disk',
    state: 'missing',
    found: `only ${formatBytes(free)} free`,
    remedy: 'A photo takes about 25 kB of the library; choose another place with --library if that gets tight.',
  }
}

function good(name: string, found: string): Finding {
  return { name, state: 'good', found, remedy: null }
}

function remedyOf(error: unknown): string | null {
  return error instanceof Error && 'remedy' in error && typeof error.remedy === 'string' ? error.remedy : null
}
