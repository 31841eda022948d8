import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Device } from '../../api.ts'
import { openSession, type Probe } from '../../runtime/session.ts'
import { TOLERANCES } from '../../runtime/tolerance.ts'
import type { LocalFeatures, Reranker } from '../../types.ts'
import { noiseDescriptors } from './probe.ts'
import { compareFeatures, type Comparison } from './compare.ts'
import { compareMarkings, type MarkingsComparison } from './compare-markings.ts'
import type { FeatureExtractor } from './extractor.ts'
import { FeatureProcesses } from './feature-processes.ts'
import { matchFeeds } from './match.ts'
import { localReranker } from './reranker.ts'
import { siftExtractor } from './sift/extractor.ts'
import { openXFeat } from './xfeat.ts'

export interface LocalOptions {
  readonly device: Device
  /** `xfeat.onnx` of the model store; null: not installed, the built-in extractor serves. */
  readonly xfeatFile: string | null
  readonly cacheFolder?: string
  /** Threads of one operator; absent: as many as there are physical cores. */
  readonly threads?: number
}

/** Local features, opened: how they are found, and how two photos are compared by them. */
export interface OpenLocal {
  /** The one that searches are reranked by. */
  readonly extractor: FeatureExtractor
  /** Every one that there is, that one first. */
  readonly extractors: readonly FeatureExtractor[]
  readonly reranker: Reranker
  /** @see compareFeatures */
  readonly compare: (
    query: LocalFeatures | readonly LocalFeatures[],
    candidates: readonly LocalFeatures[],
  ) => Promise<readonly Comparison[]>
  /** @see compareMarkings */
  readonly compareMarkings: (
    extractor: FeatureExtractor['name'],
    query: readonly LocalFeatures[],
    candidates: readonly LocalFeatures[],
  ) => Promise<readonly MarkingsComparison[]>
  dispose(): Promise<void>
}

const GRAPH = fileURLToPath(new URL('../graphs/match.onnx', import.meta.url))
const MAX_PROCESSES = 4

/** @throws ResightError as `openSession` does */
export async function openLocal(options: LocalOptions): Promise<OpenLocal> {
  const { device, cacheFolder, threads, xfeatFile } = options
  const processes = new FeatureProcesses(Math.min(MAX_PROCESSES, Math.max(1, availableParallelism())))
  const sift = siftExtractor(processes)
  const xfeat = xfeatFile === null ? null : await openXFeat(xfeatFile, { device, cacheFolder, threads })
  const extractor = xfeat ?? sift
  const { session } = await openSession(GRAPH, { device, probe: matchProbe, cacheFolder, threads })
  const compare: OpenLocal['compare'] = (query, candidates) =>
    compareFeatures({ session, processes }, extractor.name, query, candidates)
  return {
    extractor,
    extractors: xfeat === null ? [sift] : [xfeat, sift],
    reranker: localReranker(compare),
    compare,
    compareMarkings: (name, query, candidates) => compareMarkings({ session }, name, query, candidates),
    async dispose(): Promise<void> {
      processes.close()
      await xfeat?.dispose()
      await session.release()
    },
  }
}

/** Ten photos of 400 keypoints, 64-d. */
function matchProbe(): Probe {
  const [n, k, d] = [10, 400, 64]
  const candidates = Array.from({ length: n }, (_, c) => noiseDescriptors(k, d, c + 1))
  return { feeds: matchFeeds(noiseDescriptors(k, d, 0), candidates), tolerance: TOLERANCES.webgpu.float32 }
}
