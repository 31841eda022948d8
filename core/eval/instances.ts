import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { foldersBetween, isInside, listImages, namedImage, readEntries, requireFolder } from './files.ts'
import { malformed, type EvalQuery, type EvalTask } from './task.ts'

/**
 * `instances DATABASE QUERIES`: each photo of QUERIES should find the same object in DATABASE.
 *
 * With `QUERIES/truth.json`, which maps each query file to the numbers of its database photos (the last digits of their
 * names: `bbdd_00228.jpg` is 228), -1 stands for an object that is not in the database. Without it, relevant are the
 * photos in the folder of the same relative name. A query with nothing relevant is an open-set query.
 * A query photo that lies in DATABASE itself is taken out of the gallery for its own query.
 */
export async function loadInstances(databaseDir: string, queriesDir: string): Promise<EvalTask> {
  const database = await requireFolder('DATABASE', databaseDir)
  const root = await requireFolder('QUERIES', queriesDir)
  const gallery = await listImages(database)
  if (gallery.length === 0) throw malformed(database, 'the folder', 'has no images')
  const queryImages = await listImages(root)
  if (queryImages.length === 0) throw malformed(root, 'the folder', 'has no images')
  const truth = join(root, 'truth.json')
  const hasTruth = (await stat(truth).catch(() => null)) !== null
  const { queries, notes } = hasTruth
    ? await byNumber(truth, root, queryImages, gallery)
    : byFolder(root, queryImages, database, gallery)
  const alone = queries.map((query): EvalQuery => {
    const own = query.parts.flatMap((part) =>
      part.kind === 'file' && isInside(database, part.path) ? [part.path] : [],
    )
    return { ...query, relevant: query.relevant.filter((path) => !own.includes(path)), excluded: own }
  })
  return { name: 'instances', database, gallery, queries: alone, classes: null, notes }
}

interface Loaded {
  readonly queries: readonly EvalQuery[]
  readonly notes: readonly string[]
}

async function byNumber(
  file: string,
  root: string,
  queryImages: readonly string[],
  gallery: readonly string[],
): Promise<Loaded> {
  const numbered = byLastDigits(gallery)
  const images = new Set(queryImages)
  const missing = new Set<number>()
  const queries = (await readEntries(file)).map(([name, entry]): EvalQuery => {
    const path = namedImage(file, root, name, images)
    const numbers: readonly unknown[] = Array.isArray(entry) ? entry : [entry]
    if (numbers.length === 0)
      throw malformed(file, JSON.stringify(name), 'lists no number; -1 says "not in the database"')
    const relevant = numbers.flatMap((number) => {
      if (typeof number !== 'number' || !Number.isInteger(number) || number < -1) {
        throw malformed(file, JSON.stringify(name), `lists ${JSON.stringify(number)}, not a database number or -1`)
      }
      if (number === -1) return []
      const found = numbered.get(number) ?? []
      if (found.length > 1)
        throw malformed(file, JSON.stringify(name), `lists ${number}, which is ${found.join(' and ')}`)
      if (found.length === 0) missing.add(number)
      return found
    })
    return { parts: [{ kind: 'file', path }], relevant: [...new Set(relevant)], excluded: [] }
  })
  const unlisted = queryImages.length - queries.length
  return {
    queries,
    notes: [
      ...(missing.size > 0 ? [`No photo of the database has number ${[...missing].join(', ')}: counted like -1.`] : []),
      ...(unlisted > 0 ? [`${unlisted} query photos are not in truth.json: left out.`] : []),
    ],
  }
}

function byLastDigits(gallery: readonly string[]): ReadonlyMap<number, readonly string[]> {
  const numbered = new Map<number, string[]>()
  for (const path of gallery) {
    const digits = basename(path)
      .replace(/\.[^.]*$/, '')
      .match(/\d+(?=\D*$)/)?.[0]
    if (digits === undefined) continue
    numbered.set(Number(digits), [...(numbered.get(Number(digits)) ?? []), path])
  }
  return numbered
}

function byFolder(root: string, queryImages: readonly string[], database: string, gallery: readonly string[]): Loaded {
  const folderOf = (from: string, path: string): string => foldersBetween(from, path).join('/')
  const byName = Map.groupBy(gallery, (path) => folderOf(database, path))
  byName.delete('')
  const queries = queryImages.map((path): EvalQuery => {
    return { parts: [{ kind: 'file', path }], relevant: byName.get(folderOf(root, path)) ?? [], excluded: [] }
  })
  if (queries.every((query) => query.relevant.length === 0)) {
    throw malformed(root, 'the folder', `has neither truth.json nor a folder named like one of ${database}`)
  }
  return { queries, notes: [] }
}
