import type { TokenSet } from '../../types.ts'
import type { Catalogue } from './catalogue.ts'
import { corruptCatalogue } from './failure.ts'
import { requireSpace } from './spaces.ts'

/** More tokens than any encoder gives: a bound on what a hostile file can make us do. */
const MAX_TOKENS = 4096

/**
 * Local tokens of the photos of a shortlist.
 * @returns one entry an id, in order; null for a photo without tokens in this space
 * @throws ResightError `not-found` for an unknown space; `corrupt` where lengths do not fit
 */
export function readTokens(
  catalogue: Catalogue,
  spaceId: string,
  photoIds: readonly number[],
): readonly (TokenSet | null)[] {
  const { rowId, d } = requireSpace(catalogue, spaceId)
  return photoIds.map((photoId) => {
    const row = catalogue.database.get(
      'SELECT tokens, scales FROM tokens WHERE photo = ? AND space = ?',
      photoId,
      rowId,
    )
    if (row === undefined) return null
    const { tokens, scales } = row
    if (!(tokens instanceof Uint8Array) || !(scales instanceof Uint8Array)) throw misfit(catalogue, photoId)
    const k = scales.byteLength / 4
    if (!Number.isInteger(k) || k < 1 || k > MAX_TOKENS || tokens.byteLength !== k * d) throw misfit(catalogue, photoId)
    const factors = new Float32Array(scales.slice().buffer)
    if (!factors.every((scale) => scale > 0 && Number.isFinite(scale))) throw misfit(catalogue, photoId)
    return { k, d, data: new Int8Array(tokens.buffer, tokens.byteOffset, k * d), scales: factors }
  })
}

function misfit(catalogue: Catalogue, photoId: number): Error {
  return corruptCatalogue(catalogue.database.path, `the tokens of photo ${photoId} do not fit their space`)
}
