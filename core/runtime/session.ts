import { existsSync } from 'node:fs'
import type { InferenceSession } from 'onnxruntime-node'
import type { Device } from '../api.ts'
import { ResightError } from '../types.ts'
import { createSession, type Provider } from './create-session.ts'
import { preferredProviders, whyNot } from './providers.ts'
import { judge, type Probe } from './verdict.ts'

export type { Probe } from './verdict.ts'

/** An opened ONNX graph and where it runs. */
export interface OpenedSession {
  readonly session: InferenceSession
  readonly device: Provider
  /** Why each better device was not taken, for `resight doctor`; null when none was passed over. */
  readonly note: string | null
}

export interface SessionOptions {
  readonly device: Device
  /** Threads for one operator; absent: as many as there are physical cores. */
  readonly threads?: number
  /** Asked of a device before `auto` trusts it; without one `auto` stays on the CPU. */
  readonly probe?: () => Probe
  /** Where `auto` remembers what it found, so that only the first start pays for looking. */
  readonly cacheFolder?: string
  /** False: an operator that the device lacks is an error, not run on the CPU. Default true. */
  readonly cpuFallback?: boolean
}

/**
 * Opens an ONNX file (or its bytes) on a device. `auto` takes the first of the system's providers that gives the
 * CPU's answer to the probe, faster than the CPU does, and otherwise the CPU.
 *
 * `session.run` of onnxruntime-node 1.30 returns a promise, but computes on the calling thread (its binding calls
 * `Ort::Session::Run` inside `setImmediate`): nothing else in the process moves meanwhile. Opening likewise.
 * @throws ResightError `not-found`; `corrupt` when the runtime refuses the file, `unsupported` when the named device does not work
 */
export async function openSession(model: string | Uint8Array, options: SessionOptions): Promise<OpenedSession> {
  if (options.device !== 'auto') return open(model, options.device, options, null)
  const passedOver: string[] = []
  for (const device of preferredProviders()) {
    const reason = whyNot(device) ?? (options.probe === undefined ? 'this model brings no check against the CPU' : null)
    if (reason !== null) {
      passedOver.push(`${device}: ${reason}`)
      continue
    }
    if (options.probe === undefined) continue
    const verdict = await judge(device, model, options.probe(), options)
    if (!verdict.taken) {
      passedOver.push(`${device}: ${verdict.reason}`)
      continue
    }
    try {
      return await open(model, device, options, noteOf(passedOver))
    } catch (error) {
      passedOver.push(`${device}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return open(model, 'cpu', options, noteOf(passedOver))
}

function noteOf(passedOver: readonly string[]): string | null {
  return passedOver.length === 0 ? null : passedOver.join('; ')
}

async function open(
  model: string | Uint8Array,
  device: Provider,
  options: SessionOptions,
  note: string | null,
): Promise<OpenedSession> {
  if (typeof model === 'string' && !existsSync(model)) {
    throw new ResightError('not-found', `There is no model file ${model}`, {
      remedy: 'Run `resight doctor`; if it is a downloaded model, get it again.',
    })
  }
  try {
    const session = await createSession(model, {
      device,
      ...(options.threads === undefined ? {} : { threads: options.threads }),
      cpuFallback: options.cpuFallback ?? true,
    })
    return { session, device, note }
  } catch (cause) {
    const name = typeof model === 'string' ? model : 'a graph in memory'
    const reason = whyNot(device)
    if (device !== 'cpu') {
      throw new ResightError(
        'unsupported',
        `The runtime could not open ${name} on ${device}${reason ? `: ${reason}` : ''}`,
        {
          cause,
          remedy: 'Use the device auto or cpu; `resight doctor` says what this machine has.',
        },
      )
    }
    throw new ResightError('corrupt', `The runtime could not open ${name}`, {
      cause,
      remedy: 'Run `resight doctor`; if it is a downloaded model, remove it and get it again.',
    })
  }
}
