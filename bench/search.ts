/**
 * Search over 100,000 × 512 vectors, judged by a plain scan of the same bytes with the same threads in the same run.
 *
 *     node bench/search.ts [--n 100000] [--d 512] [--repeats 60] [--write]
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { findFaiss } from '../core/index/faiss.ts'
import { createFlatIndex } from '../core/index/flat.ts'
import { openIndex } from '../core/index/open-index.ts'
import { Rows } from '../core/index/rows.ts'
import { writeSnapshot } from '../core/index/snapshot.ts'
import type { Matrix, VectorIndex } from '../core/types.ts'
import { percentile, seededRandom, writeRun } from './report.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const K = 10
const QUERIES = 32
const WARM_UP = 3
const REST_MS = 20

/** bench/scan.cc */
type Scan = (array: Float32Array, threads: number) => number

/** core/index/faiss.cc, called directly to fix the number of threads */
interface Binding {
  search(...args: [...Common, k: number, labels: Int32Array, similarities: Float32Array]): void
}
type Common = [vectors: Float32Array, ntotal: number, queries: Float32Array, nq: number, d: number, threads: number]

interface Timing {
  readonly minMs: number
  readonly p50Ms: number
  readonly p95Ms: number
  /** Processor time of all threads together: what remains comparable while others use the machine. */
  readonly cpuP50Ms: number
}

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '100000' },
    d: { type: 'string', default: '512' },
    repeats: { type: 'string', default: '60' },
    write: { type: 'boolean', default: false },
  },
})
const n = Number(values.n)
const d = Number(values.d)
const repeats = Number(values.repeats)

const { vectors, queries } = makeVectors()
const scan = compileScan()
const folder = mkdtempSync(join(tmpdir(), 'resight-bench-'))
try {
  const results = { ...(await measure()), loadAverageAtEnd: loadavg()[0] }
  console.log(JSON.stringify(results, null, 2))
  if (values.write) console.log(`Wrote ${writeRun('search', results)}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function measure(): Promise<Record<string, unknown>> {
  const cores = availableParallelism()
  const threadCounts = [...new Set([1, cores])]
  const flat = createFlatIndex(adopt())
  const faiss = findFaiss(['binding'])
  const faissIndex = faiss.way === null ? null : faiss.createIndex(adopt())
  const faissNode = findFaiss(['faiss-node'])
  const faissNodeIndex = faissNode.way === null ? null : faissNode.createIndex(adopt())
  const binding = faiss.way === null ? null : loadBinding()

  // Each round runs every subject once, so that a neighbour's load falls on all of them.
  const subjects: Record<string, (round: number) => unknown> = {}
  for (const threads of threadCounts) {
    if (scan !== null) subjects[`scan, ${threads} threads`] = () => scan(vectors, threads)
    if (binding !== null) {
      const labels = new Int32Array(K)
      const similarities = new Float32Array(K)
      subjects[`faiss, ${threads} threads`] = (round) =>
        binding.search(vectors, n, query(round).data, 1, d, threads, K, labels, similarities)
    }
  }
  if (faissIndex !== null) {
    subjects['search through VectorIndex (faiss)'] = (round) => faissIndex.search(query(round), K)
    subjects['similarities, 1 query (faiss)'] = (round) => faissIndex.similarities(query(round))
    subjects['similarities, 4 queries (faiss)'] = () => faissIndex.similarities(firstQueries(4))
  }
  if (faissNodeIndex !== null)
    subjects['search through VectorIndex (faiss-node)'] = (round) => faissNodeIndex.search(query(round), K)
  subjects['search through VectorIndex (flat)'] = (round) => flat.search(query(round), K)
  subjects['similarities, 1 query (flat, runtime)'] = (round) => flat.similarities(query(round))
  subjects['similarities, 4 queries (flat, runtime)'] = () => flat.similarities(firstQueries(4))
  const { timings, times } = await alternate(subjects)

  const ratios = Object.fromEntries(
    threadCounts.flatMap((threads) => {
      const [faissTimes, scanTimes] = [times[`faiss, ${threads} threads`], times[`scan, ${threads} threads`]]
      if (faissTimes === undefined || scanTimes === undefined) return []
      const pairs = faissTimes.map((time, round) => time / (scanTimes[round] ?? NaN))
      const best = Math.min(...faissTimes) / Math.min(...scanTimes)
      return [[`${threads} threads`, { medianOfPairs: round3(percentile(pairs, 50)), ofMinima: round3(best) }]]
    }),
  )
  return {
    n,
    d,
    k: K,
    bytes: n * d * 4,
    repeats,
    target: 'FAISS search ≤ 1.3 × scan at the same number of threads',
    faissOverScan: ratios,
    timings,
    recallAt10: {
      faiss: faissIndex && recall(faissIndex, flat),
      faissNode: faissNodeIndex && recall(faissNodeIndex, flat),
      similaritiesMaxDifference: await similaritiesDifference(faissIndex ?? flat),
    },
    skipped: [faiss, faissNode].flatMap((found) => (found.way === null ? [found.reason] : [])),
    snapshot: await snapshotTimes(flat),
  }
}

/** Gaussian directions: as spread out as vectors can be, so that no index is helped by structure. */
function makeVectors(): { vectors: Float32Array; queries: Float32Array } {
  const random = seededRandom(1)
  const fill = (count: number): Float32Array => {
    const data = new Float32Array(count * d)
    for (let row = 0; row < count; row++) {
      let squared = 0
      for (let i = row * d; i < (row + 1) * d; i++) {
        // Box–Muller; one of the pair is enough here.
        const value = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
        data[i] = value
        squared += value * value
      }
      for (let i = row * d; i < (row + 1) * d; i++) data[i] = (data[i] ?? 0) / Math.sqrt(squared)
    }
    return data
  }
  return { vectors: fill(n), queries: fill(QUERIES) }
}

/** All indexes lie over the same memory, which none of them changes here. */
function adopt(): Rows {
  return Rows.adopt(
    Int32Array.from({ length: n }, (_, row) => row + 1),
    { n, d, data: vectors },
  )
}

function query(round: number): Matrix {
  const at = (round % QUERIES) * d
  return { n: 1, d, data: queries.subarray(at, at + d) }
}

function firstQueries(count: number): Matrix {
  return { n: count, d, data: queries.subarray(0, count * d) }
}

async function alternate(subjects: Readonly<Record<string, (round: number) => unknown>>): Promise<{
  timings: Record<string, Timing>
  times: Record<string, number[]>
}> {
  const times: Record<string, number[]> = {}
  const cpuTimes: Record<string, number[]> = {}
  for (let round = -WARM_UP; round < repeats; round++)
    for (const [name, run] of Object.entries(subjects)) {
      // The runtime's threads go on spinning for a moment after their work; what follows must not pay for it.
      await setTimeout(REST_MS)
      const [start, cpuStart] = [performance.now(), cpuMs()]
      await run(Math.abs(round))
      const [time, cpu] = [performance.now() - start, cpuMs() - cpuStart]
      if (round < 0) continue
      ;(times[name] ??= []).push(time)
      ;(cpuTimes[name] ??= []).push(cpu)
    }
  const timings = Object.fromEntries(
    Object.entries(times).map(([name, all]) => [
      name,
      {
        minMs: round3(Math.min(...all)),
        p50Ms: round3(percentile(all, 50)),
        p95Ms: round3(percentile(all, 95)),
        cpuP50Ms: round3(percentile(cpuTimes[name] ?? [], 50)),
      },
    ]),
  )
  return { timings, times }
}

/** Share of the exact index's ten that are among the other's ten, over all queries. */
function recall(index: VectorIndex, exact: VectorIndex): number {
  const [found, truth] = [index, exact].map((each) => each.search(firstQueries(QUERIES), K).labels)
  let hits = 0
  for (let i = 0; i < QUERIES; i++) {
    const wanted = new Set(truth?.subarray(i * K, (i + 1) * K))
    for (const label of found?.subarray(i * K, (i + 1) * K) ?? []) if (wanted.has(label)) hits++
  }
  return hits / (QUERIES * K)
}

async function similaritiesDifference(index: VectorIndex): Promise<number> {
  const products = await index.similarities(firstQueries(1))
  let largest = 0
  for (let row = 0; row < n; row++) {
    let exact = 0
    for (let i = 0; i < d; i++) exact += (vectors[row * d + i] ?? 0) * (queries[i] ?? 0)
    largest = Math.max(largest, Math.abs(exact - (products[row] ?? NaN)))
  }
  return largest
}

/** Reading is from the page cache: the file was just written. */
async function snapshotTimes(index: VectorIndex): Promise<Record<string, number>> {
  const key = { space: { id: 'bench', d }, generation: 1, path: join(folder, 'snapshot') }
  const start = performance.now()
  await writeSnapshot(index, key)
  const writeMs = performance.now() - start
  const openings: number[] = []
  const cpuOpenings: number[] = []
  for (let i = 0; i < 5; i++) {
    const [before, cpuBefore] = [performance.now(), cpuMs()]
    const { space, generation, path: snapshotPath } = key
    const opened = await openIndex({ space, generation, snapshotPath, loadVectors: () => assertNotNeeded() })
    openings.push(performance.now() - before)
    cpuOpenings.push(cpuMs() - cpuBefore)
    if (opened.index.ntotal !== n) throw new Error('The snapshot lost rows')
  }
  return {
    writeWithSyncMs: round3(writeMs),
    openP50Ms: round3(percentile(openings, 50)),
    openCpuP50Ms: round3(percentile(cpuOpenings, 50)),
  }
}

function assertNotNeeded(): never {
  throw new Error('The snapshot was refused')
}

function loadBinding(): Binding {
  return createRequire(import.meta.url)(join(ROOT, 'build', 'faiss', 'resight-faiss.node')) as Binding
}

/** null, with a line on stderr, where there is no compiler. */
function compileScan(): Scan | null {
  const output = join(ROOT, 'build', 'bench', 'scan.node')
  try {
    mkdirSync(join(ROOT, 'build', 'bench'), { recursive: true })
    const headers = join(ROOT, 'node_modules', 'node-api-headers', 'include')
    const flags = ['-std=c++17', '-O3', '-fPIC', '-shared', '-fvisibility=hidden', '-pthread', '-DNAPI_VERSION=8']
    execFileSync('g++', [...flags, `-I${headers}`, join(ROOT, 'bench', 'scan.cc'), '-o', output])
    return (createRequire(import.meta.url)(output) as { scan: Scan }).scan
  } catch (cause) {
    process.stderr.write(
      `No scan to compare with: ${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)}\n`,
    )
    return null
  }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function round3(value: number): number {
  return Math.round(value * 1000) / 1000
}
