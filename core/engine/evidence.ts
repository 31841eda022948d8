import type { Evidence, Query } from '../api.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { preferredPaths, readPhoto } from '../library/catalogue/photos.ts'
import { encodeParts } from '../query/encode.ts'
import type { SearchPorts } from '../query/ports.ts'
import { checkQuery, requirePhotoId } from '../query/validate.ts'
import { heatMap } from '../rerank/heat-map.ts'
import type { Encoder } from '../types.ts'
import type { QueryPhotoEncoder } from './encode-query-photo.ts'

export interface EvidenceStages {
  readonly catalogue: Catalogue
  readonly encoder: Encoder
  readonly queryPhotos: QueryPhotoEncoder
  readonly ports: SearchPorts
}

/**
 * Where in a photo each part of a query is answered. The photo is encoded anew: the tokens that are stored for
 * reranking are sums over places, and have none of their own.
 * @throws ResightError `not-found`; `invalid-argument` for the query; PhotoError when the photo can't be read
 */
export async function findEvidence(
  query: Query,
  photoId: number,
  { catalogue, encoder, queryPhotos, ports }: EvidenceStages,
): Promise<Evidence> {
  requirePhotoId('photoId', photoId)
  const checked = checkQuery(query)
  const [path = null] = preferredPaths(catalogue, [photoId])
  const { paths } = readPhoto(catalogue, photoId)
  const grid = await queryPhotos.tokenGrid(encoder, path ?? paths[0] ?? '')
  if (grid === null) return { photoId, heatMaps: [] }
  const { rows, columns, region, tokens } = grid
  const parts = await encodeParts(checked.parts, ports)
  const heatMaps = parts.map(({ label, negative, tokens: ofPart }) => {
    return { label, negative, region, columns, rows, similarities: heatMap(tokens, ofPart) }
  })
  return { photoId, heatMaps }
}
