import { encodeOnnxModel } from './onnx-model.ts'
import type { PlainTensor, Provider } from './create-session.ts'
import { preferredProviders, whyNot } from './providers.ts'
import { TOLERANCES } from './tolerance.ts'
import { forgetVerdicts, judge, NO_FASTER } from './verdict.ts'

/** A device as `resight doctor` shows it. */
export interface DeviceStatus {
  readonly device: Provider
  /** Whether `auto` may take it. */
  readonly usable: boolean
  /** Whether it computes what the CPU does, however slowly: a person may choose it. */
  readonly works: boolean
  /** What was found, or what is missing and what to do about it. */
  readonly note: string
}

/** One product of two 1,024 × 1,024 matrices: enough work that a graphics card must beat the CPU at it. */
const SIZE = 1024
const PRODUCT = encodeOnnxModel({
  name: 'product',
  doc: 'Asks a device for a matrix product',
  inputs: [{ name: 'a', type: 'float32', dims: [SIZE, SIZE] }],
  outputs: [{ name: 'c', type: 'float32', dims: [SIZE, SIZE] }],
  nodes: [{ op: 'MatMul', inputs: ['a', 'a'], outputs: ['c'] }],
})

/**
 * Every device of this system in the order in which `auto` tries them, the CPU last. Loads drivers in processes of
 * their own, so it can take seconds; what it finds is remembered as `auto` remembers it.
 * @param options.fresh looks again, for all graphs: after a driver was installed, say
 */
export async function listDevices(
  options: { readonly cacheFolder?: string; readonly fresh?: boolean } = {},
): Promise<readonly DeviceStatus[]> {
  if (options.fresh) forgetVerdicts(options.cacheFolder)
  const devices: DeviceStatus[] = []
  for (const device of preferredProviders()) {
    const reason = whyNot(device)
    if (reason !== null) {
      devices.push({ device, usable: false, works: false, note: reason })
      continue
    }
    const probe = { feeds: { a: matrix() }, tolerance: TOLERANCES[device].float32 }
    const verdict = await judge(device, PRODUCT, probe, options)
    devices.push({
      device,
      usable: verdict.taken,
      works: verdict.taken || verdict.reason.startsWith(NO_FASTER),
      note: verdict.reason,
    })
  }
  return [...devices, { device: 'cpu', usable: true, works: true, note: 'always there' }]
}

/** Small multiples of a power of two, so that the products are exact in float32 whatever the order of the sums. */
function matrix(): PlainTensor {
  const data = Float32Array.from({ length: SIZE * SIZE }, (_, i) => ((i * 7919) % 17) / 64 - 0.125)
  return { type: 'float32', data, dims: [SIZE, SIZE] }
}
