import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Device } from '../api.ts'

/** A device the runtime can be told to use. */
export type Provider = Exclude<Device, 'auto'>

/** A tensor that survives being sent to another process: row-major `data` of shape `dims`. */
export interface PlainTensor {
  readonly type: 'float32' | 'int8' | 'uint8' | 'int32' | 'int64'
  readonly data: Float32Array | Int8Array | Uint8Array | Int32Array | BigInt64Array
  readonly dims: readonly number[]
}

/** Tensors by input or output name. */
export type Feeds = Readonly<Record<string, PlainTensor>>

/**
 * Opens a graph on one provider and no other.
 * @param options.cpuFallback whether nodes that the provider lacks may run on the CPU (the runtime's default)
 * @throws what the runtime throws
 */
export function createSession(
  model: string | Uint8Array,
  options: { readonly device: Provider; readonly threads?: number; readonly cpuFallback?: boolean },
): Promise<InferenceSession> {
  const config: InferenceSession.SessionOptions = {
    executionProviders: [options.device],
    logSeverityLevel: 4,
    ...(options.threads === undefined ? {} : { intraOpNumThreads: options.threads }),
    extra: {
      session: {
        // Threads that spin while they wait take the processor from decoding beside them, and from each other.
        intra_op: { allow_spinning: '0' },
        ...(options.cpuFallback === false && options.device !== 'cpu' ? { disable_cpu_ep_fallback: '1' } : {}),
      },
    },
  }
  return typeof model === 'string' ? InferenceSession.create(model, config) : InferenceSession.create(model, config)
}

/** Runs a session on plain tensors. onnxruntime-node 1.30 computes on the calling thread: JavaScript waits. */
export async function runSession(session: InferenceSession, feeds: Feeds): Promise<Feeds> {
  const tensors = Object.fromEntries(
    Object.entries(feeds).map(([name, { type, data, dims }]) => [name, new Tensor(type, data, dims)]),
  )
  const results = await session.run(tensors)
  return Object.fromEntries(
    Object.entries(results).map(([name, { type, data, dims }]) => [name, { type, data, dims } as PlainTensor]),
  )
}
