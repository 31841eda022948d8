import type { Pixels, PixelSpec, Region } from '../types.ts'

/** Something that a detector saw. */
export interface Detection {
  /** In fractions of the picture, within it. */
  readonly box: Region
  /** A class of COCO. */
  readonly label: string
  /** In [0, 1]. */
  readonly confidence: number
}

/** Finds things in a picture. May be called concurrently. */
export interface Detector {
  /** Its name and version, as an annotation says who drew it. */
  readonly id: string
  /** How a picture is wanted. */
  readonly pixels: PixelSpec
  /** What it runs on, e.g. `cpu`. */
  readonly device: string
  /** @returns most confident first, overlapping ones of one kind suppressed */
  detect(pixels: Pixels): Promise<readonly Detection[]>
  dispose(): Promise<void>
}
