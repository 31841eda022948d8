import { fileURLToPath } from 'node:url'
import type { Device } from '../../api.ts'
import { runSession, type PlainTensor } from '../../runtime/create-session.ts'
import { openSession } from '../../runtime/session.ts'
import { invalidArgument, ResightError, type Pixels, type PixelSpec } from '../../types.ts'
import { MAX_KEYPOINTS, type FeatureExtractor } from './extractor.ts'
import { keypointMask } from './mask.ts'
import { placeFeatures } from './place.ts'
import { turnPixels, turnPlane } from './turn.ts'
import { decodeXFeat } from './xfeat-decode.ts'

/** The graph's only input size. */
const SIDE = 640
const GRID = SIDE / 8
const SOFTMAX = fileURLToPath(new URL('../graphs/softmax.onnx', import.meta.url))
const D = 64
/** The authors' `detection_threshold`. */
const THRESHOLD = 0.05
const PIXELS: PixelSpec = { resize: { kind: 'inside' }, cropPx: { width: SIDE, height: SIDE }, kernel: 'linear' }

export interface XFeatOptions {
  readonly device: Device
  readonly cacheFolder?: string
  readonly threads?: number
  /** Keypoints a photo at most. */
  readonly limit?: number
}

/**
 * XFeat (Potje et al., "XFeat: Accelerated Features for Lightweight Image Matching", CVPR 2024) from its ONNX file.
 * A picture that is not square is filled up to 640 × 640 by its mean colour, which the network's instance norm hardly
 * notices; squashing instead would change the shape of what is to be matched by the shape of the photo around it.
 * @param file `xfeat.onnx` of the model store @throws ResightError as `openSession` does
 */
export async function openXFeat(file: string, options: XFeatOptions): Promise<FeatureExtractor> {
  const { device, cacheFolder, threads, limit = MAX_KEYPOINTS } = options
  const opened = await openSession(file, { device, cacheFolder, threads })
  const [input] = opened.session.inputNames
  const [descriptors, logits, reliability] = opened.session.outputNames
  if (input === undefined || descriptors === undefined || logits === undefined || reliability === undefined) {
    throw new ResightError('corrupt', `${file} has not the three outputs of XFeat`, { remedy: 'Get the model again.' })
  }
  // Too little work for a second thread to be worth waiting for.
  const softmax = await openSession(SOFTMAX, { device: 'cpu', threads: 1 })
  return {
    name: 'xfeat',
    id: `xfeat@inside640-linear/${limit}`,
    d: D,
    pixels: PIXELS,
    device: opened.device,
    async extract(picture, turns = 0) {
      const { width, height } = picture.pixels
      if (width > SIDE || height > SIDE) throw invalidArgument('pixels', `at most ${SIDE} × ${SIDE}`, width)
      const mask = keypointMask(picture)
      const turned = turnPixels(picture.pixels, turns)
      const turnedMask = mask === null ? null : turnPlane(mask, picture.pixels, 1, turns)
      const answer = await runSession(opened.session, { [input]: inputTensor(turned) })
      const { probabilities } = await runSession(softmax.session, { logits: requireMap(answer[logits]) })
      const maps = {
        columns: GRID,
        rows: GRID,
        d: D,
        descriptors: floats(answer[descriptors]),
        places: floats(probabilities),
        reliability: floats(answer[reliability]),
      }
      const found = decodeXFeat(maps, {
        threshold: THRESHOLD,
        limit,
        isAllowed: (x, y) =>
          x < turned.width && y < turned.height && (turnedMask === null || turnedMask[y * turned.width + x] !== 0),
      })
      return placeFeatures(found, picture, turns)
    },
    async dispose(): Promise<void> {
      await opened.session.release()
      await softmax.session.release()
    },
  }
}

/** [1 × 3 × 640 × 640] in [0, 255], which the graph brings to mean 0 itself; the picture in the upper left corner. */
export function inputTensor({ width, height, data }: Pixels): PlainTensor {
  const plane = SIDE * SIDE
  const out = new Float32Array(3 * plane)
  let [red, green, blue] = [0, 0, 0]
  for (let y = 0, from = 0; y < height; y++) {
    for (let to = y * SIDE; to < y * SIDE + width; to++, from += 3) {
      red += out[to] = data[from]!
      green += out[to + plane] = data[from + 1]!
      blue += out[to + 2 * plane] = data[from + 2]!
    }
  }
  for (const [c, total] of [red, green, blue].entries()) {
    const mean = total / (width * height)
    if (width < SIDE)
      for (let y = 0; y < height; y++) out.fill(mean, c * plane + y * SIDE + width, c * plane + (y + 1) * SIDE)
    out.fill(mean, c * plane + height * SIDE, (c + 1) * plane)
  }
  return { type: 'float32', data: out, dims: [1, 3, SIDE, SIDE] }
}

function floats(tensor: PlainTensor | undefined): Float32Array {
  return requireMap(tensor).data as Float32Array
}

function requireMap(tensor: PlainTensor | undefined): PlainTensor {
  if (tensor?.data instanceof Float32Array) return tensor
  throw new ResightError('corrupt', 'XFeat gave something other than float32 maps', { remedy: 'Get the model again.' })
}
