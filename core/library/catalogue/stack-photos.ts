import type { StackPhoto } from '../stacks.ts'
import type { Catalogue } from './catalogue.ts'
import { integer, photoIdOf, text, textOrNull } from './rows.ts'

/** Every photo that a file shows, as stacks compare them; by id. */
export function listStackPhotos(catalogue: Catalogue): readonly StackPhoto[] {
  const photos: StackPhoto[] = []
  const sql = `SELECT id, dhash, width, height, taken_local, camera FROM photos WHERE orphaned IS NULL ORDER BY id`
  for (const row of catalogue.database.iterate(sql)) {
    photos.push({
      photoId: photoIdOf(row, 'id'),
      dhash: text(row, 'dhash'),
      width: integer(row, 'width'),
      height: integer(row, 'height'),
      taken: textOrNull(row, 'taken_local'),
      camera: textOrNull(row, 'camera'),
    })
  }
  return photos
}
