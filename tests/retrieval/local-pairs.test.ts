/**
 * Homographies from our keypoints, matching and verification on image pairs with marked points, judged by what OpenCV's
 * own features, matcher and MAGSAC make of the same pictures.
 */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import opencv from '@opencvjs/node'
import { openDecodePool } from '../../core/library/decode/pool.ts'
import type { FeatureExtractor, FeaturePicture } from '../../core/rerank/local/extractor.ts'
import { openLocal } from '../../core/rerank/local/open-local.ts'
import { mapPoint } from '../../core/rerank/local/verify.ts'
import { findXFeat } from '../../core/engine/local-features.ts'
import { BUILT_IN_FOLDER } from '../../core/encoders/models-folders.ts'
import { DATA } from '../fixtures/data.ts'

const PAIRS = join(DATA, 'pairs', 'homography')
const models = [process.env['RESIGHT_MODELS'] ?? join(DATA, '..', 'models'), BUILT_IN_FOLDER]
const xfeatFile = findXFeat(models)
const noPairs = existsSync(PAIRS) ? false : `no image pairs in ${PAIRS}`

/** A pair counts where half of the marked points are mapped to within this share of the photo's longest side. */
const ERROR = 0.01

interface Pair {
  readonly name: string
  readonly first: FeaturePicture
  readonly second: FeaturePicture
  /** x y x' y' of marked pairs that lie on the plane */
  readonly marked: readonly (readonly number[])[]
}

let loaded: Promise<readonly Pair[]> | null = null

async function loadPairs(pixels: FeatureExtractor['pixels']): Promise<readonly Pair[]> {
  const pool = openDecodePool({ workers: 2 })
  const read = async (name: string): Promise<FeaturePicture> => {
    const request = { path: join(PAIRS, name), pixels, thumbnailPx: null, metadata: false }
    const { pixels: found, width, height } = await pool.decode(request)
    return { pixels: found!, imageSize: { width, height }, region: { x: 0, y: 0, width: 1, height: 1 } }
  }
  try {
    const names = readdirSync(PAIRS).flatMap((file) => (file.endsWith('_pts.txt') ? [file.slice(0, -8)] : []))
    return await Promise.all(
      names.sort().map(async (name) => {
        const lines = readFileSync(join(PAIRS, `${name}_pts.txt`), 'utf8')
          .trim()
          .split('\n')
        const marked = lines
          .map((line) => line.trim().split(/\s+/).map(Number))
          .filter((numbers) => numbers[6] === 1)
          .map(([x, y, , u, v]) => [x!, y!, u!, v!])
        return { name, first: await read(`${name}A.jpg`), second: await read(`${name}B.jpg`), marked }
      }),
    )
  } finally {
    await pool.close()
  }
}

/** Median distance of the mapped points from the marked ones, as a share of the longest side. */
function errorOf(model: Float64Array | null, { marked, second }: Pair): number {
  if (model === null) return Infinity
  const errors = marked.map(([x, y, u, v]) => {
    const [mappedX, mappedY] = mapPoint(model, x!, y!)
    return Math.hypot(mappedX - u!, mappedY - v!)
  })
  const middle = errors.sort((a, b) => a - b)[Math.floor(errors.length / 2)] ?? Infinity
  return middle / Math.max(second.imageSize.width, second.imageSize.height)
}

async function ourErrors(file: string | null): Promise<ReadonlyMap<string, number>> {
  const local = await openLocal({ device: 'cpu', xfeatFile: file, threads: 2 })
  after(() => local.dispose())
  loaded ??= loadPairs(local.extractor.pixels)
  const errors = new Map<string, number>()
  for (const pair of await loaded) {
    const [first, second] = [await local.extractor.extract(pair.first), await local.extractor.extract(pair.second)]
    const [compared] = await local.compare(first, [second])
    errors.set(pair.name, errorOf(compared!.model, pair))
  }
  return errors
}

/** ORB, the strongest 800; brute force with cross-check; MAGSAC at 3 px: all OpenCV's. */
async function referenceErrors(): Promise<ReadonlyMap<string, number>> {
  const cv = (await opencv.loadOpenCV()) as unknown as LibraryPipeline
  const errors = new Map<string, number>()
  for (const pair of await loaded!) errors.set(pair.name, errorOf(libraryHomography(cv, pair), pair))
  return errors
}

/** What the reference uses of OpenCV.js, whose types leave most of it out. */
interface LibraryPipeline {
  readonly CV_8UC3: number
  readonly CV_32FC2: number
  readonly COLOR_RGB2GRAY: number
  readonly NORM_HAMMING: number
  readonly USAC_MAGSAC: number
  readonly Mat: new (rows?: number, columns?: number, type?: number) => LibraryMat
  readonly ORB: new (limit: number) => {
    detectAndCompute(image: LibraryMat, mask: LibraryMat, keypoints: LibraryKeypoints, out: LibraryMat): void
  }
  readonly BFMatcher: new (
    norm: number,
    crossCheck: boolean,
  ) => { match(query: LibraryMat, train: LibraryMat, out: LibraryMatches): void }
  readonly KeyPointVector: new () => LibraryKeypoints
  readonly DMatchVector: new () => LibraryMatches
  cvtColor(from: LibraryMat, to: LibraryMat, code: number): void
  findHomography(from: LibraryMat, to: LibraryMat, method: number, threshold: number): LibraryMat
}
interface LibraryMat {
  readonly data: Uint8Array
  readonly data32F: Float32Array
  readonly data64F: Float64Array
}
interface LibraryKeypoints {
  get(i: number): { readonly pt: { readonly x: number; readonly y: number } }
}
interface LibraryMatches {
  size(): number
  get(i: number): { readonly queryIdx: number; readonly trainIdx: number }
}

function libraryHomography(cv: LibraryPipeline, { first, second }: Pair): Float64Array | null {
  const [a, b] = [first, second].map(({ pixels }) => {
    const colour = new cv.Mat(pixels.height, pixels.width, cv.CV_8UC3)
    colour.data.set(pixels.data)
    const [grey, keypoints, described] = [new cv.Mat(), new cv.KeyPointVector(), new cv.Mat()]
    cv.cvtColor(colour, grey, cv.COLOR_RGB2GRAY)
    new cv.ORB(800).detectAndCompute(grey, new cv.Mat(), keypoints, described)
    return { keypoints, described }
  })
  const matches = new cv.DMatchVector()
  new cv.BFMatcher(cv.NORM_HAMMING, true).match(a!.described, b!.described, matches)
  const n = matches.size()
  if (n < 5) return null
  const [from, to] = [new cv.Mat(n, 1, cv.CV_32FC2), new cv.Mat(n, 1, cv.CV_32FC2)]
  for (let i = 0; i < n; i++) {
    const { queryIdx, trainIdx } = matches.get(i)
    const [p, q] = [a!.keypoints.get(queryIdx).pt, b!.keypoints.get(trainIdx).pt]
    from.data32F.set([p.x, p.y], 2 * i)
    to.data32F.set([q.x, q.y], 2 * i)
  }
  const model = cv.findHomography(from, to, cv.USAC_MAGSAC, 3).data64F
  return model.length === 9 ? inPhotoPixels(Float64Array.from(model), first, second) : null
}

/** Both pictures were made smaller; the marks are in the photos' own pixels. */
function inPhotoPixels(model: Float64Array, first: FeaturePicture, second: FeaturePicture): Float64Array {
  const [before, after] = [first, second].map(({ pixels, imageSize }) => pixels.width / imageSize.width)
  return model.map((value, at) => value * (at % 3 < 2 ? before! : 1) * (at < 6 ? 1 / after! : 1))
}

function within(errors: ReadonlyMap<string, number>): number {
  return [...errors.values()].filter((error) => error <= ERROR).length
}

const said = (errors: ReadonlyMap<string, number>): string =>
  [...errors].map(([name, error]) => `${name} ${(100 * error).toFixed(2)} %`).join(', ')

test('SIFT gives as many homographies within 1 % as OpenCV’s own pipeline', { skip: noPairs }, async (t) => {
  const ours = await ourErrors(null)
  const reference = await referenceErrors()
  t.diagnostic(`SIFT: ${within(ours)} of ${ours.size}: ${said(ours)}`)
  t.diagnostic(`OpenCV: ${within(reference)} of ${reference.size}: ${said(reference)}`)
  assert.ok(within(ours) >= within(reference))
  assert.ok(within(ours) >= ours.size / 2)
})

const noXFeat = noPairs || (xfeatFile === null ? `no xfeat.onnx in ${models.join(', ')}` : false)
test('and so does XFeat', { skip: noXFeat }, async (t) => {
  const ours = await ourErrors(xfeatFile)
  const reference = await referenceErrors()
  t.diagnostic(`XFeat: ${within(ours)} of ${ours.size}: ${said(ours)}`)
  assert.ok(within(ours) >= within(reference))
})
