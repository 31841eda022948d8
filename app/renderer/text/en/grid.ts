export const grid = {
  photo: 'Photo {{number}} of {{all}}',
  noThumbnail: 'No preview',
} as const
