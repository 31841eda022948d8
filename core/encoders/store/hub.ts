import { ResightError } from '../../types.ts'
import type { ModelEntry, ModelFile, ModelSource } from '../manifest.ts'
import type { Endpoints } from './endpoints.ts'
import { explain, RefusedError } from './network-error.ts'
import { withRetries, type RetryPolicy } from './retry.ts'

/** How a file's content is known: LFS files by SHA-256, small ones by the SHA-1 that git gives a blob. */
export interface Digest {
  readonly algorithm: 'sha256' | 'git-sha1'
  readonly hex: string
}

/** A file as a server offers it. */
export interface RemoteFile {
  /** In the model's folder */
  readonly path: string
  readonly url: string
  readonly bytes: number
  readonly digest: Digest
  readonly source: ModelSource & { readonly revision: string; readonly path: string }
}

export interface HubOptions {
  readonly endpoints: Endpoints
  readonly retry: RetryPolicy
  readonly signal?: AbortSignal
}

const TIMEOUT_MS = 30_000
/** No file of an encoder is near this; a server that says so is not believed. */
const LARGEST_FILE_BYTES = 20e9

/**
 * Asks the hub for size and digest of a model's files, at the manifest's revision or, where none is pinned, at the
 * newest. What the manifest itself knows must agree.
 * @throws ResightError `offline`, `not-found`, `unreadable` (gated), `corrupt` (not the file that was pinned), `cancelled`
 */
export async function resolveFiles(
  entry: ModelEntry,
  files: readonly ModelFile[],
  options: HubOptions,
): Promise<readonly RemoteFile[]> {
  const wanted = files.map((file) => ({ file, from: file.from ?? withPath(entry, file.path) }))
  const resolved = new Map<ModelFile, RemoteFile>()
  for (const group of groupBySource(wanted)) {
    const [first] = group
    if (first === undefined) continue
    const list = first.from.host === 'hub' ? await askHub(group, options) : group.map((w) => fromGithub(w, options))
    list.forEach((remote, i) => resolved.set(group[i]!.file, remote))
  }
  return files.map((file) => resolved.get(file)!)
}

interface Wanted {
  readonly file: ModelFile
  readonly from: ModelSource & { readonly path: string }
}

function withPath(entry: ModelEntry, path: string): Wanted['from'] {
  if (entry.source === null) throw new ResightError('unsupported', `${entry.id} is built in and is not downloaded`)
  return { ...entry.source, path }
}

function groupBySource(wanted: readonly Wanted[]): readonly (readonly Wanted[])[] {
  const groups = new Map<string, Wanted[]>()
  for (const item of wanted) {
    const { host, repository, revision } = item.from
    const key = `${host} ${repository} ${revision ?? ''}`
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return [...groups.values()]
}

async function askHub(group: readonly Wanted[], options: HubOptions): Promise<readonly RemoteFile[]> {
  const { endpoints, retry, signal } = options
  const { repository, revision: pinned } = group[0]!.from
  const what = `${repository} at ${endpoints.hub}`
  try {
    // Not at the top: who downloads nothing need not load it.
    const { modelInfo, pathsInfo } = await import('@huggingface/hub')
    const common = {
      hubUrl: endpoints.hub,
      fetch: fetchWith(signal),
      ...(endpoints.token && { accessToken: endpoints.token }),
    }
    const ask = <T>(question: () => Promise<T>): Promise<T> =>
      withRetries(() => question().catch((error: unknown) => asRefusal(error, what)), retry, signal)
    const revision =
      pinned ??
      commit((await ask(() => modelInfo({ ...common, name: repository, additionalFields: ['sha'] }))).sha, what)
    const paths = group.map(({ from }) => from.path)
    const infos: unknown[] = await ask(() => pathsInfo({ ...common, repo: repository, revision, paths }))
    return group.map(({ file, from }) => {
      const info = infos.filter(isObject).find(({ path, type }) => path === from.path && type === 'file')
      if (info === undefined) throw explain(new RefusedError(404), `${from.path} of ${what}`)
      const lfs = isObject(info['lfs']) ? info['lfs'] : null
      const digest: Digest = lfs
        ? { algorithm: 'sha256', hex: hexOf(lfs['oid'], 64, what) }
        : { algorithm: 'git-sha1', hex: hexOf(info['oid'], 40, what) }
      const bytes = sizeOf(lfs ? lfs['size'] : info['size'], what)
      const url = `${endpoints.hub}/${repository}/resolve/${revision}/${encodePath(from.path)}`
      return agreeing(file, { path: file.path, url, bytes, digest, source: { ...from, revision } })
    })
  } catch (error) {
    throw explain(error, what)
  }
}

/** GitHub's plain files come with no digest, so the manifest must know it. */
function fromGithub({ file, from }: Wanted, { endpoints }: HubOptions): RemoteFile {
  const { repository, revision, path } = from
  if (revision === null || file.sha256 === null || file.bytes === null) {
    throw new ResightError('unsupported', `The manifest pins no content for ${path} of ${repository}`)
  }
  return {
    path: file.path,
    url: `${endpoints.github}/${repository}/${revision}/${encodePath(path)}`,
    bytes: file.bytes,
    digest: { algorithm: 'sha256', hex: file.sha256 },
    source: { ...from, revision },
  }
}

function agreeing(file: ModelFile, remote: RemoteFile): RemoteFile {
  const { digest, bytes, source } = remote
  const isPinned = file.sha256 === null || (digest.algorithm === 'sha256' && digest.hex === file.sha256)
  if (isPinned && (file.bytes === null || file.bytes === bytes)) return remote
  throw new ResightError('corrupt', `${source.path} of ${source.repository} is not the file that Resight knows`, {
    remedy: 'The repository, or the mirror in HF_ENDPOINT, changed it. Update Resight, or use another mirror.',
  })
}

/** One fetch with the caller's signal and an end to waiting. */
function fetchWith(signal: AbortSignal | undefined): typeof fetch {
  return (input, init) =>
    fetch(input, { ...init, signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]) })
}

/** What the hub client throws, as what this folder knows. */
function asRefusal(error: unknown, what: string): never {
  if (isObject(error) && typeof error['statusCode'] === 'number') throw new RefusedError(error['statusCode'])
  // A page where JSON should be, or JSON of another kind.
  if (error instanceof SyntaxError || (error instanceof Error && error.message.startsWith('malformed response'))) {
    throw nonsense(what)
  }
  throw error
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

function commit(value: unknown, what: string): string {
  return hexOf(value, 40, what)
}

function hexOf(value: unknown, length: number, what: string): string {
  if (typeof value === 'string' && value.length === length && /^[0-9a-f]+$/.test(value)) return value
  throw nonsense(what)
}

function sizeOf(value: unknown, what: string): number {
  if (Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= LARGEST_FILE_BYTES)
    return value as number
  throw nonsense(what)
}

function nonsense(what: string): ResightError {
  return new ResightError('corrupt', `${what} does not answer as the hub does`, {
    remedy: 'A proxy or a sign-in page may stand in between; check HTTPS_PROXY and HF_ENDPOINT.',
  })
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
