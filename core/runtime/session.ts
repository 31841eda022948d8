import { InferenceSession } from 'onnxruntime-node'
import type { Device } from '../api.ts'
import { ResightError } from '../types.ts'

/** An opened ONNX graph and where it runs. */
export interface OpenedSession {
  readonly session: InferenceSession
  readonly device: Exclude<Device, 'auto'>
  /** Why another device was not taken, for `resight doctor`; null when the first choice worked. */
  readonly note: string | null
}

/** Opens an ONNX file (or its bytes) on a device. @throws ResightError `corrupt` when the runtime refuses the file. */
export async function openSession(
  model: string | Uint8Array,
  options: { readonly device: Device; readonly threads?: number },
): Promise<OpenedSession> {
  const device = options.device === 'auto' ? 'cpu' : options.device
  try {
    const config: InferenceSession.SessionOptions = {
      executionProviders: [device],
      logSeverityLevel: 3,
      ...(options.threads === undefined ? {} : { intraOpNumThreads: options.threads }),
    }
    const session =
      typeof model === 'string'
        ? await InferenceSession.create(model, config)
        : await InferenceSession.create(model, config)
    return { session, device, note: null }
  } catch (cause) {
    const name = typeof model === 'string' ? model : 'a graph in memory'
    throw new ResightError('corrupt', `The runtime could not open ${name} on ${device}`, {
      cause,
      remedy: 'Run `resight doctor`; if it is a downloaded model, remove it and get it again.',
    })
  }
}
