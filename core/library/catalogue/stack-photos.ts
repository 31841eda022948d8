import type { StackPhoto } from '../stacks.ts'
import type { Catalogue } from './catalogue.ts'
import { integer, photoIdOf, text, textOrNull } from './rows.ts'

/** Every photo that a file shows, as stacks compare them; by id. */
export function listStackPhotos(catalogue: Catalogue): readonly StackPhoto[] {
  const sql = 'SELECT id, dhash, width, height, taken_local, camera FROM photos WHERE orphaned IS NULL ORDER BY id'
  return catalogue.database.table(sql).map((row) => ({
    photoId: photoIdOf(row, 0),
    dhash: text(row, 1),
    width: integer(row, 2),
    height: integer(row, 3),
    taken: textOrNull(row, 4),
    camera: textOrNull(row, 5),
  }))
}
