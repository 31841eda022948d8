import { createReadStream, createWriteStream, existsSync, readdirSync, statSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ResightError } from '../../types.ts'
import { familyOfFolder } from '../known-folder.ts'
import { readManifest, type ModelEntry } from '../manifest.ts'
import { checkModelId } from '../models-folders.ts'
import { checkOpens } from './check-opens.ts'
import { digestFile } from './digest.ts'
import { Meter, type StoreProgress } from './meter.ts'
import { explain } from './network-error.ts'
import { writeRecord, type InstallRecord, type RecordedFile } from './record.ts'
import { throwIfCancelled, untilResumed } from './retry.ts'
import { alone, checkSpace } from './staging.ts'

export interface ImportOptions {
  readonly modelsFolder: string
  /** Absent: the folder's own name. */
  readonly id?: string
  readonly signal?: AbortSignal
  /** Awaited between files. */
  readonly whilePaused?: () => Promise<void>
  readonly onProgress?: (progress: StoreProgress) => void
  readonly manifest?: readonly ModelEntry[]
  readonly freeBytes?: (folder: string) => Promise<number>
}

/** What a model's folder may hold that Resight reads; everything else is left where it is. */
const WANTED = [
  /^(config|preprocessor_config|tokenizer|tokenizer_config)\.json$/,
  /^(onnx\/)?[\w.-]+\.onnx(_data(_\d+)?)?$/,
]

/**
 * Copies a model from a folder in the hub's layout, such as one on a stick. Files of a model that the manifest knows
 * must be the ones it knows.
 * @throws ResightError `not-found` `invalid-argument` `unsupported` `corrupt` `too-large` `busy` `cancelled`
 */
export async function importModel(folder: string, options: ImportOptions): Promise<InstallRecord> {
  const from = resolve(folder)
  const id = options.id ?? basename(from).toLowerCase()
  checkModelId(id)
  const paths = wantedFiles(from)
  const entry = (options.manifest ?? readManifest()).find((candidate) => candidate.id === id)
  if (entry?.builtIn) throw new ResightError('invalid-argument', `${id} is the name of a model that is built in`)
  const family = entry?.family ?? familyOfFolder(from)
  if (family === null) {
    throw new ResightError('unsupported', `${from} holds no image–text model that Resight can open`, {
      remedy: 'It needs config.json, preprocessor_config.json, tokenizer.json and onnx/…, as on the hub.',
    })
  }
  const known = { id, family, kind: entry?.kind ?? ('image-text' as const), d: entry?.d ?? null }
  await checkOpens(known, from)
  return await alone(options.modelsFolder, id, async (staging) => {
    const target = join(options.modelsFolder, id)
    if (existsSync(target)) {
      throw new ResightError('invalid-argument', `${id} is installed already, in ${target}`, {
        remedy: `Remove it first: \`resight models remove ${id}\`; or import it under another name.`,
      })
    }
    const whole = join(staging, 'whole')
    await rm(whole, { recursive: true, force: true })
    await checkSpace(options.modelsFolder, bytesOf(from, paths), options)
    const files = await copyAll(from, whole, paths, entry, options)
    await checkOpens(known, whole)
    const record = { id, family, origin: 'import', installedAt: new Date().toISOString(), files } as const
    writeRecord(whole, record)
    await rename(whole, target)
    await rm(staging, { recursive: true, force: true })
    return record
  })
}

function wantedFiles(from: string): readonly string[] {
  if (!statSync(from, { throwIfNoEntry: false })?.isDirectory()) {
    throw new ResightError('not-found', `There is no folder ${from}`, {
      remedy: 'Name the folder that holds config.json.',
    })
  }
  const inside = existsSync(join(from, 'onnx')) ? readdirSync(join(from, 'onnx')).map((name) => `onnx/${name}`) : []
  const paths = [...readdirSync(from), ...inside].filter((path) => WANTED.some((form) => form.test(path)))
  return paths.filter((path) => statSync(join(from, path), { throwIfNoEntry: false })?.isFile()).sort()
}

async function copyAll(
  from: string,
  to: string,
  paths: readonly string[],
  entry: ModelEntry | undefined,
  options: ImportOptions,
): Promise<readonly RecordedFile[]> {
  const { signal, onProgress } = options
  const meter = new Meter('copy', bytesOf(from, paths), onProgress)
  const files: RecordedFile[] = []
  let done = 0
  for (const path of paths) {
    await untilResumed(options)
    await mkdir(dirname(join(to, path)), { recursive: true })
    const source = createReadStream(join(from, path), { highWaterMark: 1024 * 1024 })
    source.on('data', (chunk) => meter.update(path, (done += chunk.length)))
    await pipeline(source, createWriteStream(join(to, path)), { ...(signal && { signal }) }).catch((error: unknown) => {
      throwIfCancelled(signal)
      throw explain(error, join(to, path))
    })
    const { bytes, sha256 } = await digestFile(join(to, path), { ...(signal && { signal }) })
    const pinned = entry?.files.find((file) => file.path === path)?.sha256 ?? sha256
    if (pinned !== sha256) {
      throw new ResightError('corrupt', `${join(from, path)} is not the file of ${entry?.id} that Resight knows`, {
        remedy: 'It may be damaged, or of another version; import it under a name of its own to use it all the same.',
      })
    }
    files.push({ path, bytes, sha256, source: null })
  }
  return files
}

function bytesOf(folder: string, paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + statSync(join(folder, path)).size, 0)
}
