import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { BUILT_IN_FOLDER } from '../encoders/models-folders.ts'
import { openEngine } from '../engine.ts'
import type { MatchableAnnotation, Matcher } from '../identify/candidates/matcher.ts'
import { makePopulation, type SyntheticPhoto } from '../identify/synthetic/population.ts'
import { closeCatalogue, openCatalogue, type Catalogue } from '../library/catalogue/catalogue.ts'
import { findPhotoByPath, readPhoto } from '../library/catalogue/photos.ts'
import { openDecodePool } from '../library/decode/pool.ts'
import type { FeatureExtractor, FeaturePicture, QuarterTurns } from '../rerank/local/extractor.ts'
import type { FeatureFinder } from '../rerank/local/region-vector.ts'
import { localMatcher } from './identify-matcher.ts'
import { localFeaturesOf, type LocalFeaturesOfLibrary } from './local-features.ts'
import { openUploads } from './uploads.ts'

// The machine's own models must not decide which extractors are tested.
delete process.env['RESIGHT_MODELS']
const root = mkdtempSync(join(tmpdir(), 'resight-cancel-'))
const library = join(root, 'library')
const pool = openDecodePool({ workers: 1 })
let catalogue: Catalogue
let local: LocalFeaturesOfLibrary
let annotations: readonly MatchableAnnotation[]
let made: readonly SyntheticPhoto[]
/** Work that was done: pictures looked at by an extractor, pictures encoded, and pairs compared. */
let work: { found: number; encoded: number; compared: number }
let during: () => void

before(async () => {
  made = await makePopulation(join(root, 'photos'), { seed: 7, individuals: 3, photos: 2 })
  const engine = await openEngine({ library, device: 'cpu' })
  await engine.add({ folders: [join(root, 'photos')] })
  await engine.close()
  catalogue = openCatalogue(library)
  const openPool = () => Promise.resolve(pool)
  const uploads = openUploads(library, openPool)
  local = localFeaturesOf({ catalogue, modelsFolders: [BUILT_IN_FOLDER], device: () => 'cpu', openPool, uploads })
})
after(async () => {
  await local.close()
  await pool.close()
  closeCatalogue(catalogue)
  rmSync(root, { recursive: true, force: true })
})
beforeEach(() => {
  work = { found: 0, encoded: 0, compared: 0 }
  during = () => undefined
  annotations = made.map(({ file, outline }): MatchableAnnotation => {
    const path = join(root, 'photos', file)
    const { contentHash } = readPhoto(catalogue, findPhotoByPath(catalogue, path)!)
    const region = { kind: 'polygon', points: outline } as const
    return { annotationId: file, contentHash, path, region, viewpoint: 'left' }
  })
})

/** The library's own matcher, over extractors that count; nothing that it found before is known to it. */
function countingMatcher(version: number): Promise<Matcher> {
  const counted = <F extends FeatureFinder>(finder: F, kind: 'found' | 'encoded'): F => ({
    ...finder,
    id: `${finder.id}/counted-${version}`,
    extract: async (picture: FeaturePicture, turns?: QuarterTurns) => {
      work[kind]++
      during()
      return finder.extract(picture, turns)
    },
  })
  return localMatcher(catalogue, {
    ...local,
    open: async () => {
      const opened = await local.open()
      return {
        ...opened,
        extractors: opened.extractors.map((extractor): FeatureExtractor => counted(extractor, 'found')),
        compareMarkings: (name, query, candidates) => {
          work.compared += candidates.length
          return opened.compareMarkings(name, query, candidates)
        },
      }
    },
    regionVectors: async () => counted(await local.regionVectors(), 'encoded'),
  })
}

test('comparing stops with the picture in hand, and what was begun is begun anew', async () => {
  const matcher = await countingMatcher(1)
  const [query, ...others] = annotations
  const stop = new AbortController()
  // The query's own picture is one more.
  during = () => void (work.found === 2 && stop.abort())
  await assert.rejects(matcher.compare(query!, others, [], { signal: stop.signal }), { code: 'cancelled' })
  assert.deepEqual(work, { found: 2, encoded: 0, compared: 0 })
  during = () => undefined
  assert.equal((await matcher.compare(query!, others, [])).length, others.length)
  assert.equal(work.compared, others.length)
})

test('what nobody waits for is not begun', async () => {
  const matcher = await countingMatcher(2)
  const [query, other] = annotations
  const control = { signal: AbortSignal.abort() }
  await assert.rejects(matcher.explain(query!, other!, control), { code: 'cancelled' })
  await assert.rejects(matcher.compare(query!, [other!], [], control), { code: 'cancelled' })
  await assert.rejects(matcher.shortlist!(query!, [other!], 1, control), { code: 'cancelled' })
  assert.deepEqual(work, { found: 0, encoded: 0, compared: 0 })
})

test('points of a pair are looked for until nobody waits', async () => {
  const matcher = await countingMatcher(3)
  const [query, other] = annotations
  const stop = new AbortController()
  during = () => stop.abort()
  await assert.rejects(matcher.explain(query!, other!, { signal: stop.signal }), { code: 'cancelled' })
  assert.deepEqual(work, { found: 1, encoded: 0, compared: 0 })
})

test('a shortlist stops with the picture in hand', async () => {
  const matcher = await countingMatcher(4)
  const [query, ...others] = annotations
  const stop = new AbortController()
  during = () => stop.abort()
  await assert.rejects(matcher.shortlist!(query!, others, 2, { signal: stop.signal }), { code: 'cancelled' })
  assert.equal(work.encoded, 1)
})

test('to compare and to explain needs no encoder: only a shortlist runs it', async () => {
  const matcher = await countingMatcher(5)
  const [query, ...others] = annotations
  assert.match(matcher.shortlistBy!, /^vector@resight-mini/)
  await matcher.compare(query!, others, [])
  await matcher.explain(query!, others[0]!)
  assert.equal(work.encoded, 0)
  await matcher.shortlist!(query!, others, 1)
  assert.equal(work.encoded, annotations.length)
})
