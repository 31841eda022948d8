/** A whole decoded picture from one of our own readers, as stored: sharp takes it from here. */
export interface Raster {
  readonly width: number
  readonly height: number
  readonly channels: 3 | 4
  /** [height × width × channels] uint8, row-major; alpha not premultiplied */
  readonly data: Buffer
  /** ICC profile the values are in; null: sRGB */
  readonly profile: Buffer | null
  /** What is missing or broken, for a person; null: nothing. */
  readonly warning: string | null
}
