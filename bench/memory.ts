/**
 * Peak memory of the whole process tree while indexing twelve-megapixel photos, and whether it grows.
 *
 *   node bench/memory.ts [--photos 2000] [--write]        Linux only: it reads /proc
 */
import { fork } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Progress } from '../core/api.ts'
import { openEngine } from '../core/engine.ts'
import { generatePhotos } from './photos.ts'
import { writeRun } from './report.ts'

const SAMPLE_EVERY_MS = 100
const LIMIT_BYTES = 700e6

interface Sample {
  readonly done: number
  readonly bytes: number
}

/** Proportional set size (shared pages counted once over the tree) of a process and all below it. */
async function treeBytes(pid: number): Promise<number> {
  const parents = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => null)
    const parent = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
    if (parent !== undefined) parents.set(Number(name), Number(parent))
  }
  const isBelow = (id: number): boolean => id === pid || (parents.has(id) && isBelow(parents.get(id)!))
  let bytes = 0
  for (const id of [...parents.keys()].filter(isBelow)) {
    const rollup = await readFile(`/proc/${id}/smaps_rollup`, 'utf8').catch(() => '')
    bytes += 1024 * Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0)
  }
  return bytes
}

async function measure(photos: string, library: string): Promise<readonly Sample[]> {
  const child = fork(new URL(import.meta.url), ['--child', photos, library], { execArgv: [] })
  let done = 0
  child.on('message', (progress: Progress) => {
    if (progress.phase === 'encode') done = progress.done
  })
  const samples: Sample[] = []
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  while (child.exitCode === null && child.pid !== undefined) {
    samples.push({ done, bytes: await treeBytes(child.pid) })
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, SAMPLE_EVERY_MS))])
  }
  if ((await ended) !== 0) throw new Error('Indexing failed')
  return samples
}

function median(samples: readonly Sample[]): number {
  return samples.map(({ bytes }) => bytes).sort((a, b) => a - b)[Math.floor(samples.length / 2)] ?? NaN
}

async function main(count: number, write: boolean): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'resight-memory-'))
  try {
    const photos = join(folder, 'photos')
    const bytes = await generatePhotos(photos, count)
    const samples = await measure(photos, join(folder, 'library'))
    const window = Math.max(20, Math.round(count / 20))
    const around = (at: number): number => median(samples.filter(({ done }) => Math.abs(done - at) <= window))
    const early = around(Math.round(count / 4))
    const late = around(count - window)
    const results = {
      photos: count,
      megabytesAPhoto: bytes / count / 1e6,
      peakBytes: Math.max(...samples.map((sample) => sample.bytes)),
      limitBytes: LIMIT_BYTES,
      medianBytesAtQuarter: early,
      medianBytesAtEnd: late,
      growthRatio: late / early,
    }
    console.log(results)
    if (write) console.log(writeRun('memory', results))
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function child(photos: string, library: string): Promise<void> {
  const engine = await openEngine({ library })
  await engine.add({ folders: [photos] }, { onProgress: (progress) => process.send?.(progress) })
  await engine.close()
  process.disconnect()
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { photos: { type: 'string', default: '2000' }, write: { type: 'boolean' }, child: { type: 'boolean' } },
})
if (values.child === true) await child(positionals[0] ?? '', positionals[1] ?? '')
else await main(Number(values.photos), values.write === true)
