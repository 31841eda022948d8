import type { Device } from '../api.ts'
import { runSession, type PlainTensor } from '../runtime/create-session.ts'
import { openSession } from '../runtime/session.ts'
import { invalidArgument, ResightError, type Pixels } from '../types.ts'
import type { Detector } from './detector.ts'
import { decodeYolox, SIDE } from './yolox-decode.ts'

/** What the letterbox is filled with; the authors' `preproc`. */
const PAD = 114
/** Low: an animal of a species that COCO lacks is never certain. What to do with the uncertain is the caller's. */
const THRESHOLD = 0.05
/** The authors' `nmsthre` for their demos. */
const OVERLAP = 0.45

export interface YoloxOptions {
  readonly device: Device
  readonly cacheFolder?: string
  readonly threads?: number
}

/**
 * YOLOX-nano (Ge et al., arXiv:2107.08430) from its ONNX file.
 * @param file `yolox_nano.onnx` of the model store @throws ResightError as `openSession` does
 */
export async function openYolox(file: string, options: YoloxOptions): Promise<Detector> {
  const opened = await openSession(file, options)
  const [input] = opened.session.inputNames
  const [output] = opened.session.outputNames
  if (input === undefined || output === undefined) {
    throw new ResightError('corrupt', `${file} has no input or no output`, { remedy: 'Get the model again.' })
  }
  return {
    id: `yolox-nano@inside${SIDE}-linear`,
    pixels: { resize: { kind: 'inside' }, cropPx: { width: SIDE, height: SIDE }, kernel: 'linear' },
    device: opened.device,
    async detect(pixels) {
      const answer = (await runSession(opened.session, { [input]: letterbox(pixels) }))[output]
      if (!(answer?.data instanceof Float32Array)) {
        throw new ResightError('corrupt', `${file} gave no float32 boxes`, { remedy: 'Get the model again.' })
      }
      const { width, height } = pixels
      return decodeYolox(answer.data, { width, height, threshold: THRESHOLD, overlap: OVERLAP })
    },
    dispose: () => opened.session.release(),
  }
}

/** [1 × 3 × 416 × 416] in [0, 255], blue first; the picture in the upper left corner. */
export function letterbox({ width, height, data }: Pixels): PlainTensor {
  if (width > SIDE || height > SIDE) throw invalidArgument('pixels', `at most ${SIDE} × ${SIDE}`, [width, height])
  const plane = SIDE * SIDE
  const out = new Float32Array(3 * plane).fill(PAD)
  for (let y = 0; y < height; y++) {
    for (let x = 0, from = y * width * 3, to = y * SIDE; x < width; x++, from += 3, to++) {
      out[to] = data[from + 2]!
      out[plane + to] = data[from + 1]!
      out[2 * plane + to] = data[from]!
    }
  }
  return { type: 'float32', data: out, dims: [1, 3, SIDE, SIDE] }
}
