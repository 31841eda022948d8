import { withMats, type Mat, type OpenCv } from '../runtime/opencv.ts'
import { isInside, type Point } from './polygon.ts'
import { SEED, type SegmentAnswer, type SegmentTask } from './segment-task.ts'

/** First tolerance of the simplified outline, px, and how it grows until there are few enough corners. */
const EPSILON = { first: 0.8, growth: 1.3 }
/**
 * OpenCV's contours run through the centres of the outermost pixels, which so come to lie on the outline and not within it. Those of a
 * mask of so many times the size run between the centres and the edges.
 */
const FINER = 2

/**
 * The foreground of a picture by GrabCut (Rother, Kolmogorov, Blake, "GrabCut: Interactive foreground extraction using
 * iterated graph cuts", SIGGRAPH 2004), OpenCV's: two Gaussian mixtures of colour and a graph cut in turns. One piece of it,
 * outlined and simplified (Douglas, Peucker 1973). The same task gives the same answer.
 */
export function segment(cv: OpenCv, task: SegmentTask): SegmentAnswer {
  const { pixels, seeds, iterations, wanted, smoothPx, corners, seed } = task
  // Without a pixel of each kind there is nothing to learn the colours from, and OpenCV refuses.
  if (!hasBothKinds(seeds)) return { outline: null }
  return withMats((keep) => {
    const picture = keep(new cv.Mat(pixels.height, pixels.width, cv.CV_8UC3))
    picture.data.set(pixels.data)
    const mask = keep(new cv.Mat(pixels.height, pixels.width, cv.CV_8UC1))
    mask.data.set(seeds)
    const models = [keep(new cv.Mat()), keep(new cv.Mat())] as const
    cv.setRNGSeed(seed)
    cv.grabCut(picture, mask, new cv.Rect(0, 0, 1, 1), ...models, iterations, cv.GC_INIT_WITH_MASK)
    for (let i = 0; i < mask.data.length; i++) mask.data[i] = mask.data[i]! & 1 ? 255 : 0
    if (smoothPx >= 2) smooth(cv, mask, smoothPx)
    const contours = keep(new cv.MatVector())
    cv.findContours(keep(finer(cv, mask)), contours, keep(new cv.Mat()), cv.RETR_EXTERNAL, cv.CHAIN_APPROX_NONE)
    let best: { readonly contour: Mat; readonly hits: number; readonly area: number } | null = null
    for (let i = 0; i < contours.size(); i++) {
      const contour = keep(contours.get(i))
      const area = cv.contourArea(contour)
      const points = pointsOf(contour)
      const hits = wanted.filter((point) => isInside(point, points)).length
      const isBetter = best === null || hits > best.hits || (hits === best.hits && area > best.area)
      if (area > 0 && isBetter) best = { contour, hits, area }
    }
    return { outline: best === null ? null : simplified(cv, best.contour, corners) }
  })
}

/**
 * Opening, then closing. Each step back has the mirrored anchor of its step forth: with one anchor for both, as
 * `morphologyEx` has it, a kernel of even size moves the mask by a pixel each time.
 */
function smooth(cv: OpenCv, mask: Mat, sizePx: number): void {
  withMats((keep) => {
    const kernel = keep(cv.getStructuringElement(cv.MORPH_RECT, new cv.Size(sizePx, sizePx)))
    const half = Math.floor(sizePx / 2)
    const forth = new cv.Point(half, half)
    const back = new cv.Point(sizePx - 1 - half, sizePx - 1 - half)
    cv.erode(mask, mask, kernel, forth)
    cv.dilate(mask, mask, kernel, back)
    cv.dilate(mask, mask, kernel, forth)
    cv.erode(mask, mask, kernel, back)
  })
}

function finer(cv: OpenCv, mask: Mat): Mat {
  const [rows, columns] = [mask.rows * FINER, mask.cols * FINER]
  const large = new cv.Mat(rows, columns, cv.CV_8UC1)
  for (let y = 0, at = 0; y < rows; y++)
    for (let x = 0; x < columns; x++, at++)
      large.data[at] = mask.data[Math.floor(y / FINER) * mask.cols + Math.floor(x / FINER)]!
  return large
}

function simplified(cv: OpenCv, contour: Mat, corners: number): SegmentAnswer['outline'] {
  for (let epsilon = FINER * EPSILON.first; ; epsilon *= EPSILON.growth) {
    const outline = withMats((keep) => {
      const curve = keep(new cv.Mat())
      cv.approxPolyDP(contour, curve, epsilon, true)
      return pointsOf(curve)
    })
    if (outline.length < 3) return null
    if (outline.length <= corners) return outline
  }
}

/** A pixel's centre is half a pixel from where it begins. */
function pointsOf(curve: Mat): readonly Point[] {
  const place = (at: number) => (curve.data32S[at]! + 0.5) / FINER
  return Array.from({ length: curve.rows }, (_, i) => [place(2 * i), place(2 * i + 1)])
}

function hasBothKinds(seeds: Uint8Array): boolean {
  const isAnimal = (value: number) => value === SEED.animal || value === SEED.maybeAnimal
  return seeds.some(isAnimal) && !seeds.every(isAnimal)
}
