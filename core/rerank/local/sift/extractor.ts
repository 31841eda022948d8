import type { PixelSpec } from '../../../types.ts'
import { MAX_KEYPOINTS, type FeatureExtractor } from '../extractor.ts'
import type { FeatureProcesses } from '../feature-processes.ts'
import { keypointMask } from '../mask.ts'
import { placeFeatures } from '../place.ts'
import { turnPixels, turnPlane } from '../turn.ts'
import { SIFT_D } from './describe.ts'

const SIDE = 640
const PIXELS: PixelSpec = { resize: { kind: 'inside' }, cropPx: { width: SIDE, height: SIDE }, kernel: 'linear' }
/** Below Lowe's 0.03: the strongest are kept anyway, and a soft photo has few. */
const THRESHOLD = 0.008

/** SIFT in TypeScript: needs no download, and no turned copies, as its descriptors are turned themselves. */
export function siftExtractor(processes: FeatureProcesses, limit: number = MAX_KEYPOINTS): FeatureExtractor {
  return {
    name: 'sift',
    id: `rootsift-1@inside640-linear/${THRESHOLD}/${limit}`,
    d: SIFT_D,
    pixels: PIXELS,
    device: 'cpu',
    async extract(picture, turns = 0) {
      const mask = keypointMask(picture)
      const found = await processes.run({
        kind: 'detect',
        pixels: turnPixels(picture.pixels, turns),
        mask: mask === null ? null : turnPlane(mask, picture.pixels, 1, turns),
        threshold: THRESHOLD,
        limit,
      })
      return placeFeatures(found, picture, turns)
    },
    // The processes are whose who lent them.
    dispose: () => Promise.resolve(),
  }
}
