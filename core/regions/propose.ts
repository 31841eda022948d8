import type { AnnotationRegion } from '../api/identify.ts'
import type { ProposedRegionValue, RegionClick } from '../api/photo-id.ts'
import { invalidArgument, ResightError, type Pixels, type PixelSpec, type Region } from '../types.ts'
import type { Detection, Detector } from './detector.ts'
import { boundsOf, cornersOf, isInside, padded, polygonArea, type Point } from './polygon.ts'
import type { Segmenter } from './segmenter.ts'
import { boxAt, selectBoxes } from './select-boxes.ts'

/** Where an animal probably is. */
export type ProposedRegion = ProposedRegionValue

/** A photo, decoded as it is asked for. */
export interface RegionPhoto {
  /** @param region part of the upright photo; null: all of it */
  readonly decode: (pixels: PixelSpec, region: Region | null) => Promise<Pixels>
}

export interface RegionMethods {
  /** null: none is installed. */
  readonly detector: Detector | null
  readonly segmenter: Segmenter
}

export const WHOLE_PHOTO = { kind: 'box', x: 0, y: 0, width: 1, height: 1 } as const

/** Surroundings of a box that GrabCut learns the background from, as a share of its sides. */
const MARGIN = 0.1
/** Surroundings of what was clicked: the animal may be larger than what was outlined. */
const CLICK_MARGIN = 0.3
/** Least share of its box that an animal fills: a sitting heron fills a quarter. */
const LEAST_FILL = 0.15
/** Share of the photo's sides that an animal is first thought to have where nothing was detected under a click. */
const CLICKED_SIDE = 0.3
const MAX_CLICKS = 100

/**
 * Proposes the animals of a photo, the one that it was most likely taken of first: a detector's boxes, and in each the
 * outline of what stands out; where that is nothing sensible, the box.
 * @returns never empty: the whole photo where nothing is found or there is no detector, `drawnBy` saying so
 */
export async function proposeRegions(
  photo: RegionPhoto,
  { detector, segmenter }: RegionMethods,
): Promise<readonly ProposedRegion[]> {
  if (detector === null) return [wholePhoto('no detector is installed')]
  const found = selectBoxes(await detector.detect(await photo.decode(detector.pixels, null)))
  if (found.length === 0) return [wholePhoto(`${detector.id} found no animal`)]
  const proposed: ProposedRegion[] = []
  for (const detection of found) proposed.push(await outlined(photo, detection, detector.id, segmenter))
  return proposed
}

/**
 * Proposes the animal under a point: what a detector found there, else what stands out there.
 * @param x in [0, 1] @param y in [0, 1] @throws ResightError `invalid-argument`
 */
export async function regionAt(
  photo: RegionPhoto,
  x: number,
  y: number,
  { detector, segmenter }: RegionMethods,
): Promise<ProposedRegion> {
  checkFraction('x', x)
  checkFraction('y', y)
  const found = detector === null ? [] : await detector.detect(await photo.decode(detector.pixels, null))
  const detection = boxAt(found, x, y)
  if (detector !== null && detection !== null) {
    const proposed = await outlined(photo, detection, detector.id, segmenter)
    if (isInside([x, y], cornersOf(proposed.region))) return proposed
    return refineRegion(photo, proposed.region, [{ x, y, kind: 'animal' }], segmenter)
  }
  const [left, top] = [x, y].map((at) => Math.min(1 - CLICKED_SIDE, Math.max(0, at - CLICKED_SIDE / 2)))
  const box = { kind: 'box', x: left!, y: top!, width: CLICKED_SIDE, height: CLICKED_SIDE } as const
  return refineRegion(photo, box, [{ x, y, kind: 'animal' }], segmenter)
}

/**
 * Draws a region's outline anew with clicks on what is animal and what is not. The region as it was where nothing
 * sensible comes of them.
 * @param clicks in fractions of the photo, at least one @throws ResightError `invalid-argument`, and as `TaskProcesses.run`
 */
export async function refineRegion(
  photo: RegionPhoto,
  region: AnnotationRegion,
  clicks: readonly RegionClick[],
  segmenter: Segmenter,
): Promise<ProposedRegion> {
  if (clicks.length < 1 || clicks.length > MAX_CLICKS) {
    throw invalidArgument('clicks', `1 to ${MAX_CLICKS} of them`, clicks.length)
  }
  clicks.forEach(({ x, y }, i) => {
    checkFraction(`clicks[${i}].x`, x)
    checkFraction(`clicks[${i}].y`, y)
  })
  const corners = cornersOf(region)
  const frame = padded(boundsOf([...corners, ...clicks.map(({ x, y }): Point => [x, y])]), CLICK_MARGIN)
  const pixels = await photo.decode(segmenter.pixels, frame)
  const within = ([x, y]: Point): Point => [
    ((x - frame.x) / frame.width) * pixels.width,
    ((y - frame.y) / frame.height) * pixels.height,
  ]
  const marks = clicks.map(({ x, y, kind }): RegionClick => {
    const [markX, markY] = within([x, y])
    return { x: markX, y: markY, kind }
  })
  const outline = await segmenter.outlineByClicks(pixels, corners.map(within), marks)
  const drawnBy = `${segmenter.id}, clicks by hand`
  if (outline === null) return { region, drawnBy, quality: null }
  return { region: { kind: 'polygon', points: outOf(frame, pixels, outline) }, drawnBy, quality: null }
}

async function outlined(
  photo: RegionPhoto,
  { box, confidence }: Detection,
  detectorId: string,
  segmenter: Segmenter,
): Promise<ProposedRegion> {
  const boxAlone = { region: { kind: 'box', ...box }, drawnBy: detectorId, quality: confidence } as const
  const frame = padded(box, MARGIN)
  const pixels = await photo.decode(segmenter.pixels, frame)
  const [scaleX, scaleY] = [pixels.width / frame.width, pixels.height / frame.height]
  const boxPx = {
    x: (box.x - frame.x) * scaleX,
    y: (box.y - frame.y) * scaleY,
    width: box.width * scaleX,
    height: box.height * scaleY,
  }
  const outline = await segmenter.outlineInBox(pixels, boxPx).catch((error: unknown) => {
    // A picture that GrabCut can't cope with still has its box.
    if (error instanceof ResightError && ['crashed', 'timed-out', 'internal'].includes(error.code)) return null
    throw error
  })
  if (outline === null || polygonArea(outline) < LEAST_FILL * boxPx.width * boxPx.height) return boxAlone
  const points = outOf(frame, pixels, outline)
  return { region: { kind: 'polygon', points }, drawnBy: `${detectorId}+${segmenter.id}`, quality: confidence }
}

/** Points of a picture of `frame` as fractions of the photo. */
function outOf(frame: Region, { width, height }: Pixels, points: readonly Point[]): readonly Point[] {
  const clamp = (value: number) => Math.min(1, Math.max(0, value))
  return points.map(([x, y]) => [
    clamp(frame.x + (x / width) * frame.width),
    clamp(frame.y + (y / height) * frame.height),
  ])
}

function wholePhoto(why: string): ProposedRegion {
  return { region: WHOLE_PHOTO, drawnBy: `whole photo (${why})`, quality: null }
}

function checkFraction(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw invalidArgument(name, 'a number from 0 to 1', value)
}
