import type { Shell } from '../../../core/api/shell.ts'

type PictureAddresses = Pick<Shell, 'thumbnailUrl' | 'previewUrl' | 'originalUrl' | 'uploadUrl' | 'licencesUrl'>

/** Where pictures are: at the same paths below the local server and below the app's own protocol. */
export function pictureAddresses(base: string): PictureAddresses {
  return {
    thumbnailUrl: (photoId) => `${base}/api/photos/${photoId}/thumbnail`,
    previewUrl: (photoId, longestSide) => `${base}/api/photos/${photoId}/preview?side=${longestSide}`,
    originalUrl: (photoId) => `${base}/api/photos/${photoId}/original`,
    licencesUrl: `${base}/api/licences`,
    uploadUrl: (uploadId) => `${base}/api/uploads/${uploadId}`,
  }
}
