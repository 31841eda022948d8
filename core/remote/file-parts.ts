import type { PhotoId, Query, QueryPart } from '../api.ts'
import type { CallName } from '../api/shell.ts'
import { ResightError } from '../types.ts'

/** Calls whose first argument is a query that will be answered, so that its files would be opened. */
const ANSWERED: ReadonlySet<string> = new Set<CallName>(['search', 'evidence'])

/**
 * For a shell whose reader may sit elsewhere: no file is opened because somebody names its path. A part that names the
 * file of an indexed photo, as one remembered from the command line may, stands for that photo.
 * @throws ResightError `unsupported`
 */
export async function withoutFileParts(
  { name, args }: { readonly name: CallName; readonly args: readonly unknown[] },
  photoIds: (paths: readonly string[]) => Promise<readonly (PhotoId | null)[]>,
): Promise<readonly unknown[]> {
  if (!ANSWERED.has(name)) return args
  const [query, ...rest] = args as readonly [Query, ...unknown[]]
  const paths = query.parts.flatMap((part) => (part.kind === 'file' ? [part.path] : []))
  if (paths.length === 0) return args
  const ids = await photoIds(paths)
  const known = new Map(paths.map((path, i) => [path, ids[i] ?? null]))
  return [{ ...query, parts: query.parts.map((part) => withPhoto(part, known)) }, ...rest]
}

function withPhoto(part: QueryPart, known: ReadonlyMap<string, PhotoId | null>): QueryPart {
  if (part.kind !== 'file') return part
  const { path, ...others } = part
  const photoId = known.get(path) ?? null
  if (photoId !== null) return { ...others, kind: 'photo', photoId }
  throw new ResightError('unsupported', `${path} is not a photo of this library, and is not opened by its path here`, {
    remedy: 'Drop the picture into the search bar instead.',
  })
}
