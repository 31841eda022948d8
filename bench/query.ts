/**
 * From words to ten results over a large library: the whole engine, text encoding included. And what a person waits for
 * while refining a query: words and pictures stay, something else changes from search to search.
 *
 *   node bench/query.ts [--photos 100000] [--only-refining] [--write]
 *
 * The library is synthetic: the catalogue holds seeded random vectors and tokens in the built-in encoder's space. Words
 * of the first kind differ from query to query, so no cache helps. Warm: index, text tower and reranker are open.
 */
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import type { Engine, Feedback, Query, SearchTimings } from '../core/api.ts'
import { modelsFoldersOf } from '../core/encoders/models-folders.ts'
import { DEFAULT_MODEL, openEncoder } from '../core/encoders/registry.ts'
import { openEngine } from '../core/engine.ts'
import { closeCatalogue, openCatalogue } from '../core/library/catalogue/catalogue.ts'
import { recordFile } from '../core/library/catalogue/files.ts'
import { rememberFolder } from '../core/library/catalogue/folders.ts'
import { recordPhoto } from '../core/library/catalogue/photos.ts'
import { ensureSpace } from '../core/library/catalogue/spaces.ts'
import { recordVector } from '../core/library/catalogue/vectors.ts'
import { quantiseTokens } from '../core/rerank/quantise.ts'
import { percentile, seededRandom, writeRun } from './report.ts'

const TOKENS = 16
const QUERIES = 60
const SUBJECTS = ['dog', 'beach', 'red car', 'wedding', 'mountain lake', 'old church', 'children', 'birthday cake']

async function fill(library: string, count: number): Promise<void> {
  const encoder = await openEncoder(DEFAULT_MODEL, { device: 'cpu', modelsFolders: modelsFoldersOf(library) })
  const catalogue = openCatalogue(library)
  const { d } = encoder
  const space = ensureSpace(catalogue, encoder.space)
  const folder = rememberFolder(catalogue, join(library, 'photos'))
  const random = seededRandom(1)
  const unit = (n: number): Float32Array => {
    const data = Float32Array.from({ length: n * d }, () => random() + random() + random() - 1.5)
    for (let row = 0; row < n; row++) {
      const norm = Math.hypot(...data.subarray(row * d, (row + 1) * d))
      for (let c = row * d; c < (row + 1) * d; c++) data[c]! /= norm
    }
    return data
  }
  const metadata = null
  // Made anew for every photo they would take minutes; what is read and multiplied is the same.
  const tokenSets = Array.from({ length: 64 }, () => quantiseTokens({ n: TOKENS, d, data: unit(TOKENS) }))
  for (let start = 0; start < count; start += 1000) {
    catalogue.database.transaction(() => {
      for (let i = start; i < Math.min(count, start + 1000); i++) {
        const contentHash = createHash('sha256').update(String(i)).digest('hex')
        const photo = {
          contentHash,
          bytes: 1,
          format: 'jpeg',
          width: 1,
          height: 1,
          dhash: '0'.repeat(16),
          metadata,
          warning: null,
        }
        const photoId = recordPhoto(catalogue, photo)
        recordFile(catalogue, { path: join(folder.path, `${i}.jpg`), bytes: 1, mtimeMs: 0 }, folder.id, photoId)
        recordVector(catalogue, space, photoId, unit(1), tokenSets[i % tokenSets.length]!)
      }
    })
  }
  closeCatalogue(catalogue)
  await encoder.dispose()
}

async function ask(engine: Engine, extra: Partial<Query>): Promise<Record<string, number>> {
  const timings: SearchTimings[] = []
  for (let i = 0; i < QUERIES + 5; i++) {
    const words = `${SUBJECTS[i % SUBJECTS.length] ?? ''} at a place we saw ${i} years ago`
    const { timingsMs, results } = await engine.search({ parts: [{ kind: 'words', words }], k: 10, ...extra })
    if (results.length !== 10) throw new Error(`${results.length} results instead of 10`)
    if (i >= 5) timings.push(timingsMs)
  }
  const p = (share: number, pick: (timing: SearchTimings) => number): number => percentile(timings.map(pick), share)
  return {
    p50Ms: p(50, ({ total }) => total),
    p95Ms: p(95, ({ total }) => total),
    encodeP50Ms: p(50, ({ encode }) => encode),
    searchP50Ms: p(50, ({ search }) => search),
    rerankP50Ms: p(50, ({ rerank }) => rerank),
    rerankP95Ms: p(95, ({ rerank }) => rerank),
  }
}

/** A region of a picture that was dropped in, words, and words to avoid: every list over the library that there can be. */
async function refine(engine: Engine): Promise<Record<string, unknown>> {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><circle cx="200" cy="200" r="150"/></svg>'
  const uploadId = await engine.addUpload(await sharp(Buffer.from(svg)).jpeg().toBuffer(), 'circle.jpg')
  const parts: Query['parts'] = [
    { kind: 'upload', uploadId, region: { x: 0.1, y: 0.1, width: 0.5, height: 0.6 } },
    { kind: 'words', words: 'a red ball' },
    { kind: 'words', words: 'indoors', negative: true },
  ]
  const folder = (await engine.status()).folders[0]?.path
  const likes = (round: number): Feedback => ({
    like: Array.from({ length: 1 + (round % 10) }, (_, i) => 1 + round + i),
    unlike: [1000, 2000],
  })
  const changes: Record<string, (round: number) => Partial<Query>> = {
    balance: (round) => ({ balance: 0.2 + (round % 60) / 100 }),
    'balance, without what to avoid': (round) => ({ parts: parts.slice(0, 2), balance: 0.2 + (round % 60) / 100 }),
    'balance, slerp': (round) => ({ method: 'slerp', balance: 0.2 + (round % 60) / 100 }),
    weights: (round) => ({ parts: parts.map((part, i) => ({ ...part, weight: 1 + ((round + i) % 20) / 10 })) }),
    'a filter that all photos pass': (round) => ({ filter: { folder }, balance: 0.2 + (round % 60) / 100 }),
    // The same folder spelt anew each time, so that it is looked up each time.
    'another filter each time': (round) => ({ filter: { folder: `${folder}${'/'.repeat(round + 1)}` } }),
    'one more photo liked each time': (round) => ({ feedback: likes(round) }),
    'one more liked, a filter and the balance': (round) => ({
      feedback: likes(round),
      filter: { folder },
      balance: 0.2 + (round % 60) / 100,
    }),
    'more like these, without other parts': (round) => ({ parts: [], feedback: likes(round) }),
  }
  const figures: Record<string, unknown> = {}
  for (const k of [20, 200]) {
    for (const [name, change] of Object.entries(changes)) {
      const wallMs: number[] = []
      const encodeMs: number[] = []
      // Of all threads together: what remains comparable while others use the machine.
      const cpuMs: number[] = []
      for (let round = -5; round < QUERIES; round++) {
        const query = { parts, k, ...change(round + 5) }
        const [started, cpuStarted] = [performance.now(), process.cpuUsage()]
        const { results, timingsMs } = await engine.search(query)
        if (results.length !== k) throw new Error(`${results.length} results instead of ${k}`)
        if (round < 0) continue
        const { user, system } = process.cpuUsage(cpuStarted)
        wallMs.push(performance.now() - started)
        cpuMs.push((user + system) / 1000)
        encodeMs.push(timingsMs.encode)
      }
      const [p50Ms, p95Ms] = [percentile(wallMs, 50), percentile(wallMs, 95)]
      const [cpuP50Ms, cpuP95Ms] = [percentile(cpuMs, 50), percentile(cpuMs, 95)]
      figures[`${name}, k = ${k}`] = { p50Ms, p95Ms, cpuP50Ms, cpuP95Ms, encodeP95Ms: percentile(encodeMs, 95) }
    }
  }
  return figures
}

const { values } = parseArgs({
  options: {
    photos: { type: 'string', default: '100000' },
    'only-refining': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})
const library = await mkdtemp(join(tmpdir(), 'resight-bench-query-'))
try {
  await fill(library, Number(values.photos))
  const opening = performance.now()
  const engine = await openEngine({ library, device: 'cpu' })
  await engine.search({ parts: [{ kind: 'words', words: 'a first query' }], k: 10 })
  const firstAnswerMs = performance.now() - opening
  const isWhole = !values['only-refining']
  const plain = isWhole ? await ask(engine, {}) : null
  const tokens = isWhole ? await ask(engine, { rerank: 'tokens' }) : null
  const refining = await refine(engine)
  const { index, spaces } = await engine.status()
  await engine.close()
  const results = {
    photos: Number(values.photos),
    index: index.kind,
    d: spaces[0]?.d,
    firstAnswerMs,
    plain,
    tokens,
    tokensToPlain: plain === null ? null : (tokens?.['p50Ms'] ?? NaN) / (plain['p50Ms'] ?? NaN),
    refining,
    loadAverageAtEnd: loadavg()[0],
  }
  console.log(results)
  if (values.write) console.log(writeRun(isWhole ? 'query' : 'query-refining', results))
} finally {
  await rm(library, { recursive: true, force: true })
}
