import type { Album } from '../../api/browse.ts'
import { invalidArgument, ResightError } from '../../types.ts'
import type { Catalogue } from './catalogue.ts'
import { checkName, type GivenName } from './names.ts'
import type { Row } from './rows.ts'
import { integer, integerOrNull, text } from './rows.ts'

/** The cover is the newest photo. */
const COLUMNS = `id, name,
  (SELECT count(*) FROM album_photos JOIN photos ON photos.id = photo WHERE album = albums.id AND orphaned IS NULL)
    AS photos,
  (SELECT photo FROM album_photos JOIN photos ON photos.id = photo WHERE album = albums.id AND orphaned IS NULL
   ORDER BY taken_local DESC, photo DESC LIMIT 1) AS cover`

/** By name. */
export function listAlbums(catalogue: Catalogue): readonly Album[] {
  return catalogue.database.all(`SELECT ${COLUMNS} FROM albums ORDER BY folded`).map(albumOf)
}

/** @throws ResightError `not-found` naming those there are */
export function readAlbum(catalogue: Catalogue, albumId: number): Album {
  return albumOf(
    catalogue.database.get(`SELECT ${COLUMNS} FROM albums WHERE id = ?`, requireAlbum(catalogue, albumId))!,
  )
}

/** @returns `albumId` @throws ResightError `not-found` naming the albums there are; `invalid-argument` */
export function requireAlbum(catalogue: Catalogue, albumId: number): number {
  if (!Number.isSafeInteger(albumId)) throw invalidArgument('albumId', 'the id of an album', albumId)
  if (catalogue.database.get('SELECT 1 FROM albums WHERE id = ?', albumId) !== undefined) return albumId
  const names = catalogue.database
    .all('SELECT name FROM albums ORDER BY folded LIMIT 20')
    .map((row) => text(row, 'name'))
  throw new ResightError('not-found', `There is no album ${albumId} in the library`, {
    remedy: names.length === 0 ? 'No album has been made yet.' : `Its albums are: ${names.join(', ')}.`,
  })
}

/** @throws ResightError `invalid-argument` for a name that is empty, too long, or taken, in whatever case */
export function createAlbum(catalogue: Catalogue, name: string): Album {
  const given = checkName('the name of an album', name)
  const { database } = catalogue
  return database.transaction(() => {
    refuseTaken(catalogue, given, null)
    const { lastId } = database.run('INSERT INTO albums (name, folded) VALUES (?, ?)', given.name, given.folded)
    return readAlbum(catalogue, lastId)
  })
}

/** @throws ResightError as `createAlbum`; `not-found` */
export function renameAlbum(catalogue: Catalogue, albumId: number, name: string): Album {
  const given = checkName('the name of an album', name)
  const { database } = catalogue
  return database.transaction(() => {
    requireAlbum(catalogue, albumId)
    refuseTaken(catalogue, given, albumId)
    database.run('UPDATE albums SET name = ?, folded = ? WHERE id = ?', given.name, given.folded, albumId)
    return readAlbum(catalogue, albumId)
  })
}

/** The photos stay. @throws ResightError `not-found` */
export function deleteAlbum(catalogue: Catalogue, albumId: number): void {
  const { database } = catalogue
  database.transaction(() => database.run('DELETE FROM albums WHERE id = ?', requireAlbum(catalogue, albumId)))
}

/** All or none. Photos that are in already stay. @throws ResightError `not-found` for the album or a photo */
export function addToAlbum(catalogue: Catalogue, albumId: number, photoIds: readonly number[]): Album {
  const { database } = catalogue
  const ids = JSON.stringify(checkedIds(photoIds))
  return database.transaction(() => {
    requireAlbum(catalogue, albumId)
    const unknown = database.get(
      'SELECT value AS id FROM json_each(?) WHERE value NOT IN (SELECT id FROM photos WHERE orphaned IS NULL)',
      ids,
    )
    if (unknown !== undefined) {
      throw new ResightError('not-found', `There is no photo ${integer(unknown, 'id')} in the library`, {
        remedy: 'Look again: the library may have changed.',
      })
    }
    const sql =
      'INSERT INTO album_photos (album, photo) SELECT ?, value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING'
    database.run(sql, albumId, ids)
    return readAlbum(catalogue, albumId)
  })
}

/** Photos that are not in are no error. @throws ResightError `not-found` for the album */
export function removeFromAlbum(catalogue: Catalogue, albumId: number, photoIds: readonly number[]): Album {
  const { database } = catalogue
  const ids = JSON.stringify(checkedIds(photoIds))
  return database.transaction(() => {
    requireAlbum(catalogue, albumId)
    const sql = 'DELETE FROM album_photos WHERE album = ? AND photo IN (SELECT value FROM json_each(?))'
    database.run(sql, albumId, ids)
    return readAlbum(catalogue, albumId)
  })
}

function refuseTaken(catalogue: Catalogue, { folded }: GivenName, except: number | null): void {
  const row = catalogue.database.get('SELECT id, name FROM albums WHERE folded = ?', folded)
  if (row === undefined || integer(row, 'id') === except) return
  throw new ResightError('invalid-argument', `There is an album called ${text(row, 'name')} already`, {
    remedy: 'Choose another name, or add the photos to that album.',
  })
}

function checkedIds(photoIds: readonly number[]): readonly number[] {
  const ids: unknown = photoIds
  if (!Array.isArray(ids)) throw invalidArgument('photoIds', 'a list of photo ids', ids)
  for (const [i, id] of photoIds.entries()) {
    if (!Number.isSafeInteger(id)) throw invalidArgument(`photoIds[${i}]`, 'a photo id (a positive integer)', id)
  }
  return photoIds
}

function albumOf(row: Row): Album {
  return {
    albumId: integer(row, 'id'),
    name: text(row, 'name'),
    photos: integer(row, 'photos'),
    cover: integerOrNull(row, 'cover'),
  }
}
