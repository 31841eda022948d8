import type { TokenSet } from '../../types.ts'
import type { Catalogue } from './catalogue.ts'
import { corruptCatalogue } from './failure.ts'
import { photoIdOf, type Row } from './rows.ts'
import { requireSpace } from './spaces.ts'

/** More tokens than any encoder gives: a bound on what a hostile file can make us do. */
const MAX_TOKENS = 4096

/**
 * Local tokens of the photos of a shortlist, in one query.
 * @returns one entry an id, in order; null for a photo without tokens in this space
 * @throws ResightError `not-found` for an unknown space; `corrupt` where lengths do not fit
 */
export function readTokens(
  catalogue: Catalogue,
  spaceId: string,
  photoIds: readonly number[],
): readonly (TokenSet | null)[] {
  const { rowId, d } = requireSpace(catalogue, spaceId)
  const sql = `SELECT photo, tokens, scales FROM json_each(?) JOIN tokens ON photo = json_each.value AND space = ?`
  const found = new Map<number, TokenSet>()
  for (const row of catalogue.database.all(sql, JSON.stringify(photoIds), rowId)) {
    found.set(photoIdOf(row, 'photo'), tokenSet(catalogue, row, d))
  }
  return photoIds.map((photoId) => found.get(photoId) ?? null)
}

function tokenSet(catalogue: Catalogue, row: Row, d: number): TokenSet {
  const { tokens, scales } = row
  const photoId = photoIdOf(row, 'photo')
  const misfit = () =>
    corruptCatalogue(catalogue.database.path, `the tokens of photo ${photoId} do not fit their space`)
  if (!(tokens instanceof Uint8Array) || !(scales instanceof Uint8Array)) throw misfit()
  const k = scales.byteLength / 4
  if (!Number.isInteger(k) || k < 1 || k > MAX_TOKENS || tokens.byteLength !== k * d) throw misfit()
  const factors = new Float32Array(scales.slice().buffer)
  if (!factors.every((scale) => scale > 0 && Number.isFinite(scale))) throw misfit()
  return { k, d, data: new Int8Array(tokens.buffer, tokens.byteOffset, k * d), scales: factors }
}
