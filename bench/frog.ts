/**
 * The Hula painted frog study's amount of work, on drawn animals: 1,233 photos of 191 individuals, features found once, each photo
 * matched and verified against a shortlist of 100. The study's two stages took 38 minutes.
 *
 *     node bench/frog.ts [--queries 60] [--pool 160] [--whole] [--photo-px 2048] [--write]
 *
 * Without --whole a seeded slice is measured, --queries photos against 100 of --pool each, and the whole is worked out from it:
 * 1,233 × (finding the features of one photo + comparing one query with 100). Drawing the photos is not counted.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { openEngine } from '../core/engine.ts'
import { openIdentifyMatcher } from '../core/engine/identify-eval.ts'
import type { MatchableAnnotation } from '../core/identify/candidates/matcher.ts'
import { drawPhoto } from '../core/identify/synthetic/draw-photo.ts'
import { encodePhoto } from '../core/identify/synthetic/encode-photo.ts'
import { growCoat } from '../core/identify/synthetic/gray-scott.ts'
import { seedOf } from '../core/identify/synthetic/random.ts'
import { percentile, seededRandom, writeRun } from './report.ts'

// libvips waits for its own threads for ever now and then (lovell/sharp issue 4486); with one there is less to wait for.
sharp.concurrency(1)

const PHOTOS = 1233
const INDIVIDUALS = 191
const SHORTLIST = 100
const STUDY_MINUTES = 38
const FOUND_AT_ONCE = 20

const { values } = parseArgs({
  options: {
    queries: { type: 'string', default: '60' },
    pool: { type: 'string', default: '160' },
    whole: { type: 'boolean', default: false },
    'photo-px': { type: 'string', default: '2048' },
    write: { type: 'boolean', default: false },
  },
})
const pool = values.whole ? PHOTOS : Number(values.pool)
const queries = values.whole ? PHOTOS : Number(values.queries)
if (!(pool > SHORTLIST && queries <= pool)) throw new Error('The pool must have more than 100 photos, and all queries')
const folder = mkdtempSync(join(tmpdir(), 'resight-frog-'))
const random = seededRandom(15)
const animals = await drawAnimals()
const engine = await openEngine({ library: join(folder, 'library'), device: 'cpu' })
await engine.add({ folders: [join(folder, 'photos')] })
await engine.close()

const opened = await openIdentifyMatcher(join(folder, 'library'), 'cpu')
const annotations: readonly MatchableAnnotation[] = animals.flatMap(
  ({ file, outline }) => opened.annotationOf(file, { kind: 'polygon', points: outline }) ?? [],
)
if (annotations.length !== animals.length) throw new Error('The library has not taken in every photo')
const [warm] = annotations
await opened.matcher.compare(warm!, annotations.slice(1, 3), [])
const beforeFeatures = treeCpuSeconds()
const extraction = await timed(() => findFeatures(annotations.slice(3)))
const beforeQueries = treeCpuSeconds()
const times: number[] = []
let right = 0
let known = 0
for (const query of annotations.slice(0, queries)) {
  const shortlist = shortlistOf(query)
  let compared: Awaited<ReturnType<typeof opened.matcher.compare>> = []
  times.push(await timed(async () => void (compared = await opened.matcher.compare(query, shortlist, []))))
  judge(query, compared)
}
const afterQueries = treeCpuSeconds()
await opened.close()
rmSync(folder, { recursive: true })

const secondsAPhoto = extraction / 1000 / (annotations.length - 3)
const meanSecondsAQuery = times.reduce((sum, ms) => sum + ms, 0) / 1000 / times.length
const minutes = (PHOTOS * (secondsAPhoto + meanSecondsAQuery)) / 60
const cpuSecondsAPhoto = (beforeQueries - beforeFeatures) / (annotations.length - 3)
const cpuSecondsAQuery = (afterQueries - beforeQueries) / times.length
const results = {
  measured: values.whole ? 'whole' : `slice of ${queries} queries`,
  extractors: opened.matcher.extractors,
  secondsAPhoto,
  meanSecondsAQuery,
  medianSecondsAQuery: percentile(times, 50) / 1000,
  minutesForTheWhole: minutes,
  ofTheStudys38Minutes: minutes / STUDY_MINUTES,
  // What two cores would take that did nothing else and never waited; on a busy machine the truth is between the two.
  cpuSecondsAPhoto,
  cpuSecondsAQuery,
  minutesOfTwoCores: (PHOTOS * (cpuSecondsAPhoto + cpuSecondsAQuery)) / 2 / 60,
  top1OfPlainSimilarity: right / known,
  loadAverages: loadavg(),
}
console.log(JSON.stringify(results, null, 2))
if (values.write) console.log(`Wrote ${writeRun('frog', results)}`)

interface Drawn {
  readonly file: string
  readonly outline: readonly (readonly [number, number])[]
  readonly individual: number
}

/** Photos of as many individuals as the pool's share of the study's, large as a camera's. */
async function drawAnimals(): Promise<readonly Drawn[]> {
  const individuals = Math.max(1, Math.round((INDIVIDUALS * pool) / PHOTOS))
  const coats = Array.from({ length: individuals }, (_, at) => growCoat(seededRandom(seedOf(15, 1, at))))
  mkdirSync(join(folder, 'photos'))
  const drawn: Drawn[] = []
  for (let at = 0; at < pool; at++) {
    const individual = at % individuals
    const photo = drawPhoto(coats[individual]!, seedOf(15, 2, at % 40), seedOf(15, 3, at))
    const file = join(folder, 'photos', `${at}.jpg`)
    const jpeg = await encodePhoto(photo)
    await sharp(jpeg).resize(Number(values['photo-px'])).jpeg({ quality: 90 }).toFile(file)
    drawn.push({ file, outline: photo.outline, individual })
  }
  return drawn
}

/** Finds features as comparing finds them, many at once; what that comparing itself takes is counted too. */
async function findFeatures(some: readonly MatchableAnnotation[]): Promise<void> {
  for (let at = 0; at < some.length; at += FOUND_AT_ONCE)
    await opened.matcher.compare(some[at]!, some.slice(at + 1, at + FOUND_AT_ONCE), [])
}

/** A hundred others, those of the same animal among them, as a good cheap order would give. */
function shortlistOf(query: MatchableAnnotation): readonly MatchableAnnotation[] {
  const own = individualOf(query)
  const others = annotations.filter((other) => other !== query)
  const same = others.filter((other) => individualOf(other) === own)
  const rest = others.filter((other) => individualOf(other) !== own)
  for (let at = 0; at < rest.length; at++) {
    const other = at + Math.floor(random() * (rest.length - at))
    ;[rest[at], rest[other]] = [rest[other]!, rest[at]!]
  }
  return [...same, ...rest].slice(0, SHORTLIST)
}

function individualOf(annotation: MatchableAnnotation): number {
  return animals[annotations.indexOf(annotation)]!.individual
}

/** Speed is not said without what it finds. */
function judge(query: MatchableAnnotation, compared: Awaited<ReturnType<typeof opened.matcher.compare>>): void {
  const plain = (similarities: Readonly<Record<string, number>>) =>
    Object.values(similarities).reduce((a, b) => a + b, 0)
  const best = [...compared].sort((a, b) => plain(b.similarities) - plain(a.similarities))[0]
  const byId = new Map(annotations.map((annotation) => [annotation.annotationId, annotation]))
  if (best === undefined || animals.filter(({ individual }) => individual === individualOf(query)).length < 2) return
  known++
  if (individualOf(byId.get(best.annotationId)!) === individualOf(query)) right++
}

/** Processor time of this process and those that it started, as Linux counts it; NaN elsewhere. */
function treeCpuSeconds(pid: number = process.pid): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    )
    // utime and stime, in hundredths of a second.
    const own = (Number(fields[11]) + Number(fields[12])) / 100
    return children.reduce((sum, child) => sum + treeCpuSeconds(child), own)
  } catch {
    return pid === process.pid ? NaN : 0
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  await work()
  return performance.now() - startMs
}
