import type { Evidence, MatchedPoints, Query } from '../api.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { preferredPaths, readPhoto } from '../library/catalogue/photos.ts'
import { encodeParts, labelOf } from '../query/encode.ts'
import type { SearchPorts } from '../query/ports.ts'
import { checkQuery, requirePhotoId } from '../query/validate.ts'
import { heatMap } from '../rerank/heat-map.ts'
import type { Encoder, PicturePart } from '../types.ts'
import { checkGoesOn } from './check-goes-on.ts'
import type { QueryPhotoEncoder } from './encode-query-photo.ts'
import type { LocalFeaturesOfLibrary } from './local-features.ts'

export interface EvidenceStages {
  readonly catalogue: Catalogue
  readonly encoder: Encoder
  readonly queryPhotos: QueryPhotoEncoder
  readonly ports: SearchPorts
  readonly local: LocalFeaturesOfLibrary
}

/**
 * Where in a photo each part of a query is answered. The photo is encoded anew: the tokens that are stored for
 * reranking are sums over places, and have none of their own.
 * @throws ResightError `not-found`; `invalid-argument` for the query; `cancelled` when `ports.signal` says so; PhotoError when the photo can't be read
 */
export async function findEvidence(
  query: Query,
  photoId: number,
  { catalogue, encoder, queryPhotos, ports, local }: EvidenceStages,
): Promise<Evidence> {
  requirePhotoId('photoId', photoId)
  const checked = checkQuery(query)
  const [path = null] = preferredPaths(catalogue, [photoId])
  const { paths } = readPhoto(catalogue, photoId)
  const pictures = checked.parts.filter((part): part is PicturePart => part.kind !== 'words' && part.negative !== true)
  const matches =
    checked.rerank === 'local' ? { matches: await matchedPoints(local, pictures, photoId, ports.signal) } : {}
  checkGoesOn(ports.signal, 'Looking at a photo')
  const grid = await queryPhotos.tokenGrid(encoder, path ?? paths[0] ?? '')
  if (grid === null) return { photoId, heatMaps: [], ...matches }
  checkGoesOn(ports.signal, 'Looking at a photo')
  const { rows, columns, region, tokens } = grid
  const parts = await encodeParts(checked.parts, ports)
  const heatMaps = parts.map(({ label, negative, tokens: ofPart }) => {
    return { label, negative, region, columns, rows, similarities: heatMap(tokens, ofPart) }
  })
  return { photoId, heatMaps, ...matches }
}

/** Which points of each picture match points of the photo; none where the photo can't be read. */
async function matchedPoints(
  local: LocalFeaturesOfLibrary,
  pictures: readonly PicturePart[],
  photoId: number,
  signal: AbortSignal | undefined,
): Promise<readonly MatchedPoints[]> {
  const source = local.source(signal)
  const [ofPhoto] = await source.ofPhotos([photoId])
  if (ofPhoto === null || ofPhoto === undefined) return []
  const { compare } = await local.open()
  const found: MatchedPoints[] = []
  for (const part of pictures) {
    checkGoesOn(signal, 'Looking at a photo')
    const query = await source.ofPart(part)
    const [compared] = await compare(query, [ofPhoto])
    const { matches, inliers, model, similarity } = compared!
    found.push({
      label: labelOf(part),
      querySize: query.imageSize,
      photoSize: ofPhoto.imageSize,
      matches: matches.map((match) => ({ query: match.query, photo: match.candidate, inlier: match.inlier })),
      inliers,
      homography: model === null ? null : [...model],
      probability: similarity,
    })
  }
  return found
}
