/**
 * Local features: extraction against the bare model in the same run, and one query matched and verified against a
 * hundred candidates, with what each step takes; the same as photo-ID does it, by every extractor.
 *
 *     node bench/local.ts PHOTOS [--xfeat FILE] [--threads 2] [--repeats 5] [--write]
 *
 * PHOTOS is a folder of at least 101 pictures; the first is the query.
 */
import { parseArgs } from 'node:util'
import { openDecodePool } from '../core/library/decode/pool.ts'
import { scanFolder } from '../core/library/scan.ts'
import { MATCH_SETTINGS } from '../core/rerank/local/compare.ts'
import type { FeatureExtractor, FeaturePicture } from '../core/rerank/local/extractor.ts'
import { matchFeatures, matchFeeds } from '../core/rerank/local/match.ts'
import { openLocal } from '../core/rerank/local/open-local.ts'
import { inputTensor } from '../core/rerank/local/xfeat.ts'
import { createSession, runSession } from '../core/runtime/create-session.ts'
import type { LocalFeatures } from '../core/types.ts'
import { percentile, writeRun } from './report.ts'

const CANDIDATES = 100

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    xfeat: { type: 'string' },
    threads: { type: 'string', default: '2' },
    repeats: { type: 'string', default: '5' },
    write: { type: 'boolean', default: false },
  },
})
const [folder] = positionals
if (folder === undefined) throw new Error('Name a folder of at least 101 pictures')
const threads = Number(values.threads)
const repeats = Number(values.repeats)
const xfeatFile = values.xfeat ?? null

const local = await openLocal({ device: 'cpu', xfeatFile, threads })
const pictures = await decodeSome(folder)
const extraction = await measureExtraction()
const features: LocalFeatures[] = []
for (const picture of pictures) features.push(await local.extractor.extract(picture))
const results = {
  extractor: local.extractor.id,
  threads,
  keypoints: features.map(({ strengths }) => strengths.length).sort((a, b) => a - b)[Math.floor(features.length / 2)],
  bytesPerPhoto: Math.round(
    features.reduce((sum, { strengths }) => sum + strengths.length * (local.extractor.d + 9), 0) / features.length,
  ),
  extraction,
  comparison: await measureComparison(),
  identification: await measureIdentification(),
}
await local.dispose()
console.log(JSON.stringify(results, null, 2))
if (values.write) console.log(`Wrote ${writeRun(`local-${local.extractor.name}`, results)}`)

async function decodeSome(from: string): Promise<readonly FeaturePicture[]> {
  const paths: string[] = []
  for await (const { path } of scanFolder(from)) paths.push(path)
  paths.sort()
  if (paths.length <= CANDIDATES) throw new Error(`${from} has ${paths.length} pictures, fewer than ${CANDIDATES + 1}`)
  const pool = openDecodePool()
  const decoded = await Promise.all(
    paths.slice(0, CANDIDATES + 1).map(async (path) => {
      const request = { path, pixels: local.extractor.pixels, thumbnailPx: null, metadata: false }
      const { pixels, width, height } = await pool.decode(request)
      return { pixels: pixels!, imageSize: { width, height }, region: { x: 0, y: 0, width: 1, height: 1 } }
    }),
  )
  await pool.close()
  return decoded
}

/** Of XFeat against its graph alone, photo by photo; SIFT has no model to be judged by. */
async function measureExtraction(): Promise<unknown> {
  const some = pictures.slice(0, 20)
  const times: number[] = []
  const bareTimes: number[] = []
  const bare = xfeatFile === null ? null : await createSession(xfeatFile, { device: 'cpu', threads })
  await local.extractor.extract(some[0]!)
  for (const picture of some) {
    times.push(await timed(() => local.extractor.extract(picture)))
    if (bare === null) continue
    const feeds = { [bare.inputNames[0]!]: inputTensor(picture.pixels) }
    bareTimes.push(await timed(() => runSession(bare, feeds)))
  }
  await bare?.release()
  const medianMs = percentile(times, 50)
  if (bare === null) return { medianMs }
  const bareMs = percentile(bareTimes, 50)
  const [fastestMs, fastestBareMs] = [Math.min(...times), Math.min(...bareTimes)]
  // The fastest of each: what else runs on the machine falls on neither.
  return { medianMs, bareMs, ofBareThroughput: bareMs / medianMs, fastestOfBare: fastestBareMs / fastestMs }
}

/** The whole comparison; and of it matching, and the bare graph. */
async function measureComparison(): Promise<unknown> {
  const [query, ...candidates] = features
  const session = await createSession(new URL('../core/rerank/graphs/match.onnx', import.meta.url).pathname, {
    device: 'cpu',
    threads,
  })
  const descriptors = candidates.map((candidate) => candidate.descriptors)
  const settings = MATCH_SETTINGS[local.extractor.name]
  const feeds = matchFeeds(query!.descriptors, descriptors.slice(0, 20))
  const times = { wholeMs: [] as number[], matchingMs: [] as number[], graphOf20Ms: [] as number[] }
  await local.compare(query!, candidates)
  for (let repeat = 0; repeat < repeats; repeat++) {
    times.wholeMs.push(await timed(() => local.compare(query!, candidates)))
    times.matchingMs.push(await timed(() => matchFeatures(session, query!.descriptors, descriptors, settings)))
    times.graphOf20Ms.push(await timed(() => runSession(session, feeds)))
  }
  await session.release()
  const medians = Object.fromEntries(Object.entries(times).map(([name, list]) => [name, percentile(list, 50)]))
  return { candidates: candidates.length, ...medians, fastestWholeMs: Math.min(...times.wholeMs) }
}

/** Photo-ID's comparison by each extractor, whose times add up; XFeat's, too, with the query turned four ways. */
async function measureIdentification(): Promise<unknown> {
  const times: Record<string, number> = {}
  for (const extractor of local.extractors) {
    const [query, ...candidates] = extractor === local.extractor ? features : await extractAll(extractor)
    const turned = [query!]
    for (const turns of [1, 2, 3] as const) turned.push(await extractor.extract(pictures[0]!, turns))
    const fastest = async (copies: readonly LocalFeatures[]) => {
      const list: number[] = []
      for (let repeat = 0; repeat < repeats; repeat++)
        list.push(await timed(() => local.compareMarkings(extractor.name, copies, candidates)))
      return Math.min(...list)
    }
    times[`${extractor.name}Ms`] = await fastest([query!])
    if (extractor.name !== 'sift') times[`${extractor.name}TurnedMs`] = await fastest(turned)
  }
  return { candidates: CANDIDATES, ...times }
}

async function extractAll(extractor: FeatureExtractor): Promise<readonly LocalFeatures[]> {
  const found: LocalFeatures[] = []
  for (const picture of pictures) found.push(await extractor.extract(picture))
  return found
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  await work()
  return performance.now() - startMs
}
