import type { Pixels } from '../types.ts'
import type { Preprocessing } from './preprocessing.ts'

/**
 * Pictures as one tensor: rescaled, normalised, channels first.
 * @param batch n pictures of the size the preprocessing names
 * @returns [n × 3 × height × width] float32
 */
export function toPixelTensor(batch: readonly Pixels[], preprocessing: Preprocessing): Float32Array {
  const { width, height } = preprocessing.pixels.cropPx
  const plane = width * height
  const tables = channelTables(preprocessing)
  const out = new Float32Array(batch.length * 3 * plane)
  batch.forEach(({ data }, n) => {
    for (let c = 0; c < 3; c++) {
      const table = tables[c] as Float32Array
      const offset = (n * 3 + c) * plane
      for (let i = 0; i < plane; i++) out[offset + i] = table[data[i * 3 + c] as number] as number
    }
  })
  return out
}

/** A pixel has 256 values, so the arithmetic is done once a value and not once a pixel. */
function channelTables({ scale, mean, std }: Preprocessing): readonly Float32Array[] {
  return mean.map((m, c) => Float32Array.from({ length: 256 }, (_, value) => (value * scale - m) / (std[c] as number)))
}
