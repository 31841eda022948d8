export const parts = {
  wentWrong: 'Something went wrong',
  retry: 'Try again',
  loading: 'Loading',
  cancel: 'Cancel',
  close: 'Close',
  copied: 'Copied',
  photos_one: '{{photos}} photo',
  photos_other: '{{photos}} photos',
} as const
