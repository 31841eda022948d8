import { fileURLToPath } from 'node:url'
import type { Device, RerankerName } from '../api.ts'
import { openSession, type OpenedSession, type Probe } from '../runtime/session.ts'
import { TOLERANCES } from '../runtime/tolerance.ts'
import type { Reranker } from '../types.ts'
import { maxSimFeeds } from './maxsim.ts'
import { SUPERGLOBAL, superGlobalFeeds, superGlobalReranker } from './superglobal.ts'
import { tokensReranker } from './tokens.ts'

/** The rerankers that work on what is stored of a photo; `local` looks at pixels, see `local/open-local.ts`. */
export type KernelName = Exclude<RerankerName, 'none' | 'local'>

export interface RerankersOptions {
  readonly device: Device
  /** Photos in the index; SuperGlobal looks at no more than a tenth of a small library. */
  readonly ntotal: () => number
  /** Where `auto` remembers which device it found worth taking. */
  readonly cacheFolder?: string
  /** Folder of `maxsim.onnx` and `superglobal.onnx`; absent: the one beside this file. */
  readonly graphsFolder?: string
}

export interface OpenRerankers {
  readonly rerankers: Readonly<Record<KernelName, Reranker>>
  /** What each runs on, and why not on something better. */
  readonly devices: Readonly<Record<KernelName, Pick<OpenedSession, 'device' | 'note'>>>
  dispose(): Promise<void>
}

const GRAPHS = fileURLToPath(new URL('graphs', import.meta.url))

/** Every reranker by its name in the contract: its graph, what a device is asked before it is trusted, its maker. */
export const RERANKER_KERNELS = {
  tokens: { graph: 'maxsim.onnx', probe: maxSimProbe, make: (opened: OpenedSession) => tokensReranker(opened) },
  superglobal: {
    graph: 'superglobal.onnx',
    probe: superGlobalProbe,
    make: (opened: OpenedSession, options: RerankersOptions) => superGlobalReranker(opened, options),
  },
} as const satisfies Record<
  KernelName,
  {
    readonly graph: string
    readonly probe: () => Probe
    readonly make: (opened: OpenedSession, options: RerankersOptions) => Reranker
  }
>

/** Opens every reranker. @throws ResightError as `openSession` does */
export async function openRerankers(options: RerankersOptions): Promise<OpenRerankers> {
  const tokens = await openKernel('tokens', options)
  const superglobal = await openKernel('superglobal', options)
  return {
    rerankers: {
      tokens: RERANKER_KERNELS.tokens.make(tokens),
      superglobal: RERANKER_KERNELS.superglobal.make(superglobal, options),
    },
    devices: {
      tokens: { device: tokens.device, note: tokens.note },
      superglobal: { device: superglobal.device, note: superglobal.note },
    },
    async dispose(): Promise<void> {
      await tokens.session.release()
      await superglobal.session.release()
    },
  }
}

function openKernel(name: KernelName, options: RerankersOptions): Promise<OpenedSession> {
  const { graph, probe } = RERANKER_KERNELS[name]
  return openSession(`${options.graphsFolder ?? GRAPHS}/${graph}`, {
    device: options.device,
    probe,
    ...(options.cacheFolder === undefined ? {} : { cacheFolder: options.cacheFolder }),
  })
}

/** A hundred photos of 16 tokens, 512-d: the work of one rerank. */
function maxSimProbe(): Probe {
  const [n, k, d] = [100, 16, 512]
  const candidates = Array.from({ length: n }, (_, c) => ({
    k,
    d,
    data: Int8Array.from({ length: k * d }, (_, i) => ((i * 31 + c * 17) % 255) - 127),
    scales: new Float32Array(k).fill(1 / 2048),
  }))
  const query = { n: k, d, data: waves(k, d, 1) }
  return {
    feeds: maxSimFeeds({ query, weights: new Float32Array(k).fill(1 / k), candidates }),
    tolerance: TOLERANCES.webgpu.float32,
  }
}

/** The largest shortlist, 512-d. */
function superGlobalProbe(): Probe {
  const [m, d] = [SUPERGLOBAL.shortlist, 512]
  const { neighbours, beta } = SUPERGLOBAL
  const vectors = { n: m, d, data: waves(m, d, 1) }
  return {
    feeds: superGlobalFeeds({ query: waves(1, d, 2), vectors, neighbours, beta }),
    tolerance: TOLERANCES.webgpu.float32,
  }
}

/** n different rows of length 1 without near-ties among their products: row i is a sine of its own phase and pitch. */
function waves(n: number, d: number, seed: number): Float32Array {
  const data = new Float32Array(n * d)
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < d; c++) {
      data[i * d + c] = Math.sin(seed + (i + 1) * 0.7548776662 * (c + 1)) * Math.sqrt(2 / d)
    }
  }
  return data
}
