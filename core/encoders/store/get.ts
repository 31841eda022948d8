import { existsSync } from 'node:fs'
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ResightError } from '../../types.ts'
import { readManifest, type ModelEntry, type ModelFile } from '../manifest.ts'
import type { Dtype } from '../model-folder.ts'
import { checkModelId } from '../models-folders.ts'
import { checkOpens } from './check-opens.ts'
import { digestFile, matches } from './digest.ts'
import { endpointsOf, withProxy, type Endpoints, type Env } from './endpoints.ts'
import { resolveFiles, type RemoteFile } from './hub.ts'
import { Meter, type StoreProgress } from './meter.ts'
import { explain } from './network-error.ts'
import { readRecord, writeRecord, type InstallRecord, type RecordedFile } from './record.ts'
import { RETRY, untilResumed, type RetryPolicy } from './retry.ts'
import { alone, checkSpace } from './staging.ts'
import { transfer } from './transfer.ts'

export interface GetOptions {
  /** Where the model is put: `<modelsFolder>/<id>`. Made when missing. */
  readonly modelsFolder: string
  /** Absent: the one the manifest recommends. Further precisions may be added to an installed model. */
  readonly dtype?: Dtype
  readonly signal?: AbortSignal
  /** Awaited between files. */
  readonly whilePaused?: () => Promise<void>
  readonly onProgress?: (progress: StoreProgress) => void
  /** For `HF_ENDPOINT`, `HF_TOKEN`, `HTTPS_PROXY`, …; absent: this process's own. */
  readonly env?: Env
  readonly manifest?: readonly ModelEntry[]
  /** For tests: where to ask, how patiently, and what is free. */
  readonly endpoints?: Endpoints
  readonly retry?: RetryPolicy
  readonly stallMs?: number
  readonly freeBytes?: (folder: string) => Promise<number>
}

const STALL_MS = 60_000

/**
 * Downloads a model, or what is missing or damaged of it: asks the hub for sizes and digests, checks the space, goes on
 * where an earlier run broke off, checks every byte, opens the model once and only then puts it in its place, whole.
 * The network is used here and nowhere else in Resight.
 * @throws ResightError `not-found` `offline` `unreadable` (gated, or not writable) `too-large` (disk) `corrupt` `busy`
 * `cancelled` `unsupported`
 */
export async function getModel(id: string, options: GetOptions): Promise<InstallRecord> {
  const env = options.env ?? process.env
  const entry = entryOf(id, options.manifest ?? readManifest())
  const files = filesFor(entry, options.dtype ?? entry.defaultDtype)
  const endpoints = options.endpoints ?? endpointsOf(env)
  const retry = options.retry ?? RETRY
  return await withProxy(env, () =>
    alone(options.modelsFolder, id, async (staging) => {
      const common = { endpoints, retry, ...(options.signal && { signal: options.signal }) }
      const remote = await resolveFiles(entry, files, common)
      const target = join(options.modelsFolder, id)
      const { missing, kept } = await inspect(target, remote, options)
      const remedy = smallerPrecision(entry)
      await checkSpace(options.modelsFolder, await bytesToGo(staging, missing), { ...options, remedy })
      const got = await download(staging, missing, { ...options, endpoints, retry })
      const old = existsSync(target) ? readRecord(target) : null
      const record = recordOf(entry, remote, [...kept, ...got], old)
      await install(entry, staging, target, missing, record)
      await rm(staging, { recursive: true, force: true })
      return record
    }),
  )
}

/** The files that one precision of a model needs. @throws ResightError `unsupported` for a precision it does not have */
export function filesFor(entry: ModelEntry, dtype: Dtype | null): readonly ModelFile[] {
  const dtypes = [...new Set(entry.files.map((file) => file.dtype))].filter((name) => name !== null)
  if (dtype !== null && !dtypes.includes(dtype)) {
    throw new ResightError('unsupported', `${entry.id} does not come in the precision ${dtype}`, {
      remedy: dtypes.length === 0 ? 'Leave the precision out.' : `Choose one of ${dtypes.join(', ')}.`,
    })
  }
  return entry.files.filter((file) => file.dtype === null || file.dtype === dtype)
}

/** What else there is when the disk is too small; '' for a model that comes in one precision. */
function smallerPrecision({ id, files }: ModelEntry): string {
  return files.some(({ dtype }) => dtype === 'q8')
    ? ` Or get a smaller precision: \`resight models get ${id} --dtype q8\`.`
    : ''
}

function entryOf(id: string, manifest: readonly ModelEntry[]): ModelEntry {
  checkModelId(id)
  const entry = manifest.find((candidate) => candidate.id === id)
  if (entry === undefined) {
    throw new ResightError('not-found', `There is no model ${id} to get`, {
      remedy: '`resight models` lists the models there are; any other can be imported from a folder.',
    })
  }
  if (entry.builtIn) {
    throw new ResightError('unsupported', `${id} is built in and is not downloaded`, {
      remedy: 'Restore the folder models of the project.',
    })
  }
  return entry
}

/** Which files are in the model's folder with the very bytes the server offers, and which are not. */
async function inspect(
  target: string,
  remote: readonly RemoteFile[],
  { signal, onProgress }: GetOptions,
): Promise<{ readonly missing: readonly RemoteFile[]; readonly kept: readonly RecordedFile[] }> {
  const here: RemoteFile[] = []
  for (const file of remote) if ((await sizeOf(join(target, file.path))) === file.bytes) here.push(file)
  const meter = new Meter('check', sum(here), onProgress)
  let done = 0
  const kept: RecordedFile[] = []
  for (const file of here) {
    const onBytes = (bytes: number): void => meter.update(file.path, done + bytes)
    const digests = await digestFile(join(target, file.path), { ...(signal && { signal }), onBytes })
    if (matches(digests, file.digest)) kept.push(recorded(file, digests.sha256))
    done += file.bytes
  }
  return { missing: remote.filter(({ path }) => !kept.some((file) => file.path === path)), kept }
}

function recorded({ path, bytes, source }: RemoteFile, sha256: string): RecordedFile {
  return { path, bytes, sha256, source: `${source.repository}@${source.revision}:${source.path}` }
}

async function bytesToGo(staging: string, files: readonly RemoteFile[]): Promise<number> {
  let bytes = 0
  for (const file of files) bytes += Math.max(0, file.bytes - (await sizeOf(partOf(staging, file))))
  return bytes
}

async function download(
  staging: string,
  files: readonly RemoteFile[],
  options: GetOptions & { readonly endpoints: Endpoints; readonly retry: RetryPolicy },
): Promise<readonly RecordedFile[]> {
  const { signal, endpoints, retry, stallMs = STALL_MS } = options
  const meter = new Meter('download', sum(files), options.onProgress)
  const checking = new Meter('check', sum(files), options.onProgress)
  const got: RecordedFile[] = []
  let done = 0
  for (const file of files) {
    const { repository, path } = file.source
    const what = `${path} of ${repository} at ${new URL(file.url).host}`
    const part = partOf(staging, file)
    const token = file.source.host === 'hub' ? endpoints.token : null
    const onBytes = (bytes: number): void => meter.update(file.path, done + bytes)
    const onChecked = (bytes: number): void => checking.update(file.path, done + bytes)
    for (let tries = 1; ; tries++) {
      await untilResumed(options)
      onBytes(await sizeOf(part))
      await transfer(file.url, file.bytes, part, { retry, stallMs, token, onBytes, ...(signal && { signal }) })
        .catch((error: unknown) => {
          throw explain(error, what)
        })
        .finally(() => meter.end())
      const digests = await digestFile(part, { ...(signal && { signal }), onBytes: onChecked }).finally(() =>
        checking.end(),
      )
      if (matches(digests, file.digest)) {
        got.push(recorded(file, digests.sha256))
        break
      }
      await rm(part)
      // Once more from the start: the bytes of two files may have been mixed on the way.
      if (tries === 2) throw wrongBytes(what, file)
    }
    done += file.bytes
  }
  return got
}

function wrongBytes(what: string, { digest }: RemoteFile): ResightError {
  return new ResightError(
    'corrupt',
    `${what} came with other bytes than the hub promised (${digest.algorithm} ${digest.hex})`,
    {
      remedy:
        'The connection, a proxy or the mirror in HF_ENDPOINT alters files; try another one. Nothing was installed.',
    },
  )
}

function recordOf(
  entry: ModelEntry,
  remote: readonly RemoteFile[],
  present: readonly RecordedFile[],
  old: InstallRecord | null,
): InstallRecord {
  const others = old?.files.filter(({ path }) => !present.some((file) => file.path === path)) ?? []
  const files = [...others, ...present].sort((a, b) => (a.path < b.path ? -1 : 1))
  const origin = remote[0]?.source.host ?? 'hub'
  return { id: entry.id, family: entry.family, origin, installedAt: new Date().toISOString(), files }
}

/** A new model appears whole; a further precision, or a repair, is moved in file by file, the record last. */
async function install(
  entry: ModelEntry,
  staging: string,
  target: string,
  files: readonly RemoteFile[],
  record: InstallRecord,
): Promise<void> {
  const isNew = !existsSync(target)
  const folder = isNew ? join(staging, 'whole') : target
  if (isNew) await rm(folder, { recursive: true, force: true })
  for (const [i, file] of files.entries()) {
    const to = join(folder, file.path)
    await mkdir(dirname(to), { recursive: true })
    const isShared = files.slice(i + 1).some((later) => later.digest.hex === file.digest.hex)
    await (isShared ? copyFile(partOf(staging, file), to) : rename(partOf(staging, file), to))
  }
  await checkOpens(entry, folder)
  writeRecord(folder, record)
  if (isNew) await rename(folder, target)
}

/** Named by what it will hold, so that a part is only ever gone on with by the same file. */
function partOf(staging: string, { digest }: RemoteFile): string {
  return join(staging, digest.hex)
}

function sum(files: readonly RemoteFile[]): number {
  return files.reduce((total, { bytes }) => total + bytes, 0)
}

async function sizeOf(path: string): Promise<number> {
  return await stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}
