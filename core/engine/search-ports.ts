import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { preferredPaths, readPhoto } from '../library/catalogue/photos.ts'
import { readTokens } from '../library/catalogue/tokens.ts'
import type { QueryPhoto, SearchPorts } from '../query/ports.ts'
import { dequantiseTokens } from '../rerank/quantise.ts'
import type { Encoder, Region, VectorIndex } from '../types.ts'
import { ResightError } from '../types.ts'
import type { QueryPhotoEncoder } from './encode-query-photo.ts'
import { filteredPhotos } from './filtered-photos.ts'
import type { LocalFeaturesOfLibrary } from './local-features.ts'
import type { Uploads } from './uploads.ts'

/** The stages a search is joined from, opened as far as it needs them. */
export interface SearchStages {
  readonly catalogue: Catalogue
  readonly encoder: Encoder
  readonly index: VectorIndex
  readonly encodeTexts: SearchPorts['encodeTexts']
  readonly reranker: SearchPorts['reranker']
  readonly queryPhotos: QueryPhotoEncoder
  readonly uploads: Uploads
  readonly local: LocalFeaturesOfLibrary
}

/** Joins catalogue, encoder, index and rerankers into what `core/query` asks for. */
export function searchPorts(stages: SearchStages, signal?: AbortSignal): SearchPorts {
  const { catalogue, encoder, index, queryPhotos, uploads } = stages
  const spaceId = encoder.space.id
  const encodeFile = (path: string, region?: Region): Promise<QueryPhoto> => queryPhotos.encode(encoder, path, region)
  return {
    space: spaceId,
    index,
    encodeTexts: stages.encodeTexts,
    encodeFile,
    uploadedPhoto: (uploadId, region) =>
      queryPhotos.encodeKept(encoder, uploadId, () => uploads.path(uploadId), region),
    storedPhoto: async (photoId, region) => {
      const [path] = preferredPaths(catalogue, [photoId])
      if (path === null || path === undefined) throw unknownPhoto(catalogue, photoId)
      if (region !== undefined || !isEncoded(index, photoId)) return encodeFile(path, region)
      const [tokens] = readTokens(catalogue, spaceId, [photoId])
      return {
        global: index.reconstruct([photoId]).data,
        tokens: tokens === null || tokens === undefined ? null : dequantiseTokens(tokens),
      }
    },
    photosMatching: (filter) => filteredPhotos(catalogue, filter),
    paths: (ids) => preferredPaths(catalogue, ids),
    reranker: stages.reranker,
    rerankSource: {
      vectors: (ids) => index.reconstruct(ids),
      tokens: (ids) => readTokens(catalogue, spaceId, ids),
      localFeatures: stages.local.source(signal),
    },
    signal,
  }
}

function isEncoded(index: VectorIndex, photoId: number): boolean {
  return index.ids.includes(photoId)
}

/** The catalogue's own words for a photo that is not there. */
function unknownPhoto(catalogue: Catalogue, photoId: number): ResightError {
  readPhoto(catalogue, photoId)
  return new ResightError('not-found', `No file shows photo ${photoId} any more`)
}
