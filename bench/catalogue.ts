/**
 * What the catalogue costs at size: loading a whole embedding space, the tokens of a shortlist, a run over photos that
 * have not changed.
 *
 *   node bench/catalogue.ts [--vectors 100000] [--d 512] [--files 10000] [--write]
 *
 * Times are of this process alone, wall and processor; on a busy machine the latter are the ones to compare. Files are
 * in the page cache.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Catalogue, closeCatalogue, openCatalogue } from '../core/library/catalogue/catalogue.ts'
import { recordFile } from '../core/library/catalogue/files.ts'
import { rememberFolder } from '../core/library/catalogue/folders.ts'
import { recordPhoto } from '../core/library/catalogue/photos.ts'
import { ensureSpace } from '../core/library/catalogue/spaces.ts'
import { readTokens } from '../core/library/catalogue/tokens.ts'
import { readSpaceVectors, recordVector } from '../core/library/catalogue/vectors.ts'
import { TEST_PIXELS, TEST_SPACE, testEncoder, testPool } from '../core/library/indexing/fixture.ts'
import { indexFolders } from '../core/library/pipeline.ts'
import { scanFolder } from '../core/library/scan.ts'
import { percentile, seededRandom, writeRun } from './report.ts'

const TOKENS = 16
const SHORTLIST = 100

interface Cost {
  readonly wallMs: number
  readonly cpuMs: number
}

async function costs(run: () => unknown, repeats: number): Promise<readonly Cost[]> {
  const found: Cost[] = []
  for (let i = 0; i < repeats; i++) {
    const before = process.cpuUsage()
    const start = performance.now()
    await run()
    const wallMs = performance.now() - start
    const { user, system } = process.cpuUsage(before)
    found.push({ wallMs, cpuMs: (user + system) / 1000 })
  }
  return found
}

function median(found: readonly Cost[]): Cost {
  const of = (key: keyof Cost) =>
    Math.round(
      percentile(
        found.map((cost) => cost[key]),
        50,
      ) * 100,
    ) / 100
  return { wallMs: of('wallMs'), cpuMs: of('cpuMs') }
}

/** @returns how long storing took, a photo */
async function fill(catalogue: Catalogue, n: number, d: number): Promise<Cost> {
  const random = seededRandom(1)
  const space = ensureSpace(catalogue, { ...TEST_SPACE, d })
  const folder = rememberFolder(catalogue, '/photos').id
  const vector = Float32Array.from({ length: d }, () => random() - 0.5)
  const tokens = {
    k: TOKENS,
    d,
    data: Int8Array.from({ length: TOKENS * d }, () => random() * 254 - 127),
    scales: new Float32Array(TOKENS).fill(0.01),
  }
  const [cost] = await costs(() => {
    for (let start = 0; start < n; start += 16) {
      catalogue.database.transaction(() => {
        for (let i = start; i < Math.min(n, start + 16); i++) {
          const photoId = recordPhoto(catalogue, {
            contentHash: createHash('sha256').update(String(i)).digest('hex'),
            bytes: 3_000_000 + i,
            format: 'jpeg',
            width: 4000,
            height: 3000,
            dhash: '0123456789abcdef',
            metadata: null,
            warning: null,
          })
          vector[i % d] = random()
          recordVector(catalogue, space, photoId, vector, tokens)
          recordFile(catalogue, { path: `/photos/${i}.jpg`, bytes: 3_000_000 + i, mtimeMs: i }, folder, photoId)
        }
      })
    }
  }, 1)
  return { wallMs: (cost?.wallMs ?? NaN) / n, cpuMs: (cost?.cpuMs ?? NaN) / n }
}

/** Against reading as many bytes from one file, cached as well: the least that loading them can cost. */
async function measureLoading(folder: string, n: number, d: number): Promise<unknown> {
  const catalogue = openCatalogue(folder)
  try {
    const storing = await fill(catalogue, n, d)
    const flat = join(folder, 'flat')
    writeFileSync(flat, new Uint8Array(n * d * 4))
    const loads: Cost[] = []
    const reads: Cost[] = []
    for (let i = 0; i < 5; i++) {
      loads.push(...(await costs(() => readSpaceVectors(catalogue, TEST_SPACE.id), 1)))
      reads.push(...(await costs(() => readFileSync(flat), 1)))
    }
    const ids = Array.from({ length: SHORTLIST }, (_, i) => 1 + ((i * 7919) % n))
    const shortlist = await costs(() => readTokens(catalogue, TEST_SPACE.id, ids), 50)
    return {
      vectors: n,
      d,
      storeAPhoto: { wallMs: Number(storing.wallMs.toFixed(3)), cpuMs: Number(storing.cpuMs.toFixed(3)) },
      loadSpace: median(loads),
      readSameBytes: median(reads),
      cpuRatio: Number((median(loads).cpuMs / median(reads).cpuMs).toFixed(1)),
      tokensOfShortlist: { photos: SHORTLIST, k: TOKENS, ...median(shortlist) },
    }
  } finally {
    closeCatalogue(catalogue)
  }
}

/** Against the scan alone, which is the part that any program would need. */
async function measureUnchanged(folder: string, files: number): Promise<unknown> {
  const photos = join(folder, 'photos')
  for (let i = 0; i < files; i++) {
    const below = join(photos, String(i % 50))
    if (i < 50) mkdirSync(below, { recursive: true })
    writeFileSync(join(below, `${i}.jpg`), `photo ${i}`)
  }
  const catalogue = openCatalogue(join(folder, 'library'))
  const encoder = testEncoder()
  const stages = {
    catalogue,
    scan: scanFolder,
    pool: testPool(),
    encode: encoder.encode,
    space: TEST_SPACE,
    pixels: TEST_PIXELS,
  }
  try {
    const first = await indexFolders({ folders: [photos] }, stages)
    const runs: Cost[] = []
    const scans: Cost[] = []
    for (let i = 0; i < 5; i++) {
      runs.push(...(await costs(() => indexFolders({ folders: [photos] }, stages), 1)))
      scans.push(
        ...(await costs(async () => {
          for await (const file of scanFolder(photos)) if (file.bytes < 0) throw new Error(file.path)
        }, 1)),
      )
    }
    const again = median(runs)
    const scan = median(scans)
    return {
      files,
      firstRunSeconds: first.seconds,
      unchangedRun: again,
      scanAlone: scan,
      cpuRatio: Number((again.cpuMs / scan.cpuMs).toFixed(2)),
      encodedAgain: encoder.encoded() - first.indexed,
    }
  } finally {
    closeCatalogue(catalogue)
  }
}

const { values } = parseArgs({
  options: {
    vectors: { type: 'string', default: '100000' },
    d: { type: 'string', default: '512' },
    files: { type: 'string', default: '10000' },
    write: { type: 'boolean', default: false },
  },
})
const folder = mkdtempSync(join(tmpdir(), 'resight-bench-'))
try {
  const results = {
    loading: await measureLoading(join(folder, 'vectors'), Number(values.vectors), Number(values.d)),
    unchanged: await measureUnchanged(join(folder, 'unchanged'), Number(values.files)),
  }
  console.log(JSON.stringify(results, null, 2))
  if (values.write) console.log(writeRun('catalogue', results))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
