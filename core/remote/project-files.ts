import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { basename, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ProjectExportFormat } from '../api/photo-id.ts'
import type { Job } from '../api/shell.ts'
import { invalidArgument, ResightError } from '../types.ts'
import { RemoteError } from './protocol.ts'
import { exportRequest } from './schemas/photo-id.ts'
import type { ShellHost } from './shell-host.ts'

type Host = Pick<ShellHost, 'call' | 'engine' | 'library' | 'fileJob'>

/** A project's ZIP with its photos: what fits on a disk is checked when they are unpacked. */
export const MAX_PROJECT_BYTES = 16 * 2 ** 30
/** Beside the library, on a disk that is meant to hold much. */
export const TEMPORARY_FOLDER = 'temporary'
/** What a crash has left; nobody exports for so long. */
const LEFT_BEHIND_MS = 86_400_000

const ENDINGS: Readonly<Record<ProjectExportFormat, string>> = {
  csv: '.csv',
  mark: '.inp',
  rmark: '.txt',
  secr: '-secr.zip',
  population: '.json',
  'darwin-core': '-dwca.zip',
  'camtrap-dp': '-camtrap-dp.zip',
  zip: '.resight.zip',
}

const TYPES: Readonly<Record<string, string>> = {
  '.zip': 'application/zip',
  '.csv': 'text/csv; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
}

/** A file made for one reader, who calls `remove` in the end. */
export interface ExportedFile {
  readonly path: string
  readonly bytes: number
  /** What it is called where it is saved. */
  readonly name: string
  readonly type: string
  remove(): Promise<void>
}

/**
 * Makes the export that an address asks for: `/api/projects/:id/export/:format?occasions=…&withPhotos=…`.
 * With photos it is a job that everybody sees, for it may take minutes.
 * @param signal ends it, when whoever asked is gone
 * @throws ResightError `invalid-argument`, `not-found`, `cancelled`
 */
export async function exportToFile(
  host: Host,
  asked: { readonly projectId: string; readonly format: string; readonly search: URLSearchParams },
  signal?: AbortSignal,
): Promise<ExportedFile> {
  const parsed = exportRequest.safeParse({
    projectId: asked.projectId,
    format: asked.format,
    occasions: asked.search.get('occasions') ?? 'day',
    withPhotos: (asked.search.get('withPhotos') ?? 'false') === 'true',
  })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new ResightError('invalid-argument', `The export’s ${issue?.path.join('.') ?? 'address'}: ${issue?.message}`)
  }
  const { projectId, format, occasions, withPhotos } = parsed.data
  const projects = await host.engine('projects', [])
  const project = projects.find((known) => known.projectId === projectId)
  if (project === undefined) throw new ResightError('not-found', `There is no project ${projectId}`)
  const path = await temporaryPath(host)
  const remove = () => rm(path, { force: true })
  try {
    const options = { occasions, withPhotos }
    if (format === 'zip' && withPhotos) {
      const { job, ended } = host.fileJob({ kind: 'project-export', projectId, format, path, options })
      const cancel = () => void host.call('cancelJob', [job.jobId]).catch(() => undefined)
      signal?.addEventListener('abort', cancel, { once: true })
      if (signal?.aborted === true) cancel()
      requireDone(await ended)
    } else await host.engine('exportProject', [projectId, format, path, options])
    const { size } = await stat(path)
    const name = `${safeName(`${project.species} ${project.population}`)}${ENDINGS[format]}`
    const type = TYPES[/\.[a-z]+$/.exec(name)?.[0] ?? ''] ?? 'application/octet-stream'
    return { path, bytes: size, name, type, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

function requireDone({ state, error }: Job): void {
  if (error !== null) throw new RemoteError(error)
  if (state !== 'done') throw new ResightError('cancelled', 'The export was cancelled')
}

/**
 * Takes a project's ZIP as it comes in. The job that opens it removes it.
 * @param name as its sender calls it
 * @throws ResightError `too-large`, `invalid-argument`
 */
export async function importFromStream(host: Host, stream: Readable, name: string): Promise<Job> {
  const path = await temporaryPath(host)
  let bytes = 0
  try {
    await pipeline(
      stream,
      async function* (source: AsyncIterable<Buffer>) {
        for await (const chunk of source) {
          bytes += chunk.length
          if (bytes > MAX_PROJECT_BYTES) throw projectTooLarge()
          yield chunk
        }
      },
      createWriteStream(path),
    )
    if (bytes === 0) throw invalidArgument('the body', 'a project’s ZIP', 'nothing')
    const { job, ended } = host.fileJob({ kind: 'project-import', path, name: safeFileName(name) })
    void ended.then(() => rm(path, { force: true })).catch(() => undefined)
    return job
  } catch (cause) {
    await rm(path, { force: true })
    throw cause
  }
}

/** Opens a project's ZIP of this machine. @returns the job that does it */
export async function importFromFile(host: Host, path: string): Promise<Job> {
  return host.fileJob({ kind: 'project-import', path, name: basename(path) }).job
}

/** For messages alone. */
function safeFileName(name: string): string {
  return basename(name.replaceAll(/[\p{C}\\]+/gu, '/')).slice(0, 200) || 'The file'
}

export function projectTooLarge(): ResightError {
  return new ResightError('too-large', `The file is larger than ${MAX_PROJECT_BYTES / 2 ** 30} GiB`, {
    remedy: 'Export the project without its photos, and copy these by themselves.',
  })
}

async function temporaryPath({ library }: Host): Promise<string> {
  const folder = join(library, TEMPORARY_FOLDER)
  await mkdir(folder, { recursive: true })
  for (const name of await readdir(folder)) {
    const old = join(folder, name)
    const written = await stat(old).catch(() => null)
    if (written !== null && Date.now() - written.mtimeMs > LEFT_BEHIND_MS) await rm(old, { force: true })
  }
  return join(folder, randomUUID())
}

/** Letters, digits and a few marks of any script: a name for every file system. */
function safeName(text: string): string {
  const name = text
    .replaceAll(/[^\p{L}\p{M}\p{N}_ -]+/gu, ' ')
    .trim()
    .replaceAll(/\s+/g, '-')
  return name.replace(/^-+|-+$/g, '').slice(0, 100) || 'project'
}
