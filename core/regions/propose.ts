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
/** Share of the photo from which a box says nothing of where the animal is. */
const WHOLE_SHARE = 0.9
/**
 * A box of much of the photo that the detector is unsure of is no animal that it knows from this side: most often the photo is
 * cut to the animal already, and an outline would lose part of it (cows from above: docs/decisions/regions.md).
 */
const LARGE_SHARE = 0.3
const SURE = 0.4
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
  const { box, confidence } = found[0]!
  if (confidence < SURE && box.width * box.height >= LARGE_SHARE)
    return [wholePhoto(`${detector.id} is unsure of an animal that fills it`)]
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
  }
  const [left, top] = [x, y].map((at) => Math.min(1 - CLICKED_SIDE, Math.max(0, at - CLICKED_SIDE / 2)))
  const box = detection?.box ?? { x: left!, y: top!, width: CLICKED_SIDE, height: CLICKED_SIDE }
  const seen = await frameOf(photo, padded(box, CLICK_MARGIN), segmenter)
  const outline = await segmenter.outlineAtPoint(seen.pixels, seen.boxWithin(box), seen.within([x, y]))
  const drawnBy = `${segmenter.id}, click by hand`
  return { region: outline === null ? { kind: 'box', ...box } : seen.polygon(outline), drawnBy, quality: null }
}

/**
 * Draws a region's outline anew with clicks on what is animal and what is not: a box becomes an outline, an outline changes
 * around the clicks. The region as it was where nothing sensible comes of them.
 * @param clicks in fractions of the photo, at least one @throws ResightError `invalid-argument`, and as `TaskProcesses.run`
 */
export async function refineRegion(
  photo: RegionPhoto,
  region: AnnotationRegion,
  clicks: readonly RegionClick[],
  methods: RegionMethods,
): Promise<ProposedRegion> {
  checkClicks(clicks)
  const { segmenter } = methods
  const start = region.kind === 'polygon' ? region : await outlineOf(photo, region, clicks, methods)
  const corners = cornersOf(start)
  const bounds = boundsOf([...corners, ...clicks.map(({ x, y }): Point => [x, y])])
  const seen = await frameOf(photo, padded(bounds, CLICK_MARGIN), segmenter)
  const marks = clicks.map(({ x, y, kind }): RegionClick => {
    const [markX, markY] = seen.within([x, y])
    return { x: markX, y: markY, kind }
  })
  const outline = await segmenter.outlineByClicks(seen.pixels, corners.map(seen.within), marks)
  const drawnBy = `${segmenter.id}, clicks by hand`
  return { region: outline === null ? region : seen.polygon(outline), drawnBy, quality: null }
}

/** A first outline of what is a box: of the animal clicked where the box is the photo, else of what stands out in it. */
async function outlineOf(
  photo: RegionPhoto,
  box: Region,
  clicks: readonly RegionClick[],
  methods: RegionMethods,
): Promise<AnnotationRegion> {
  const animal = clicks.find(({ kind }) => kind === 'animal')
  if (animal !== undefined && box.width * box.height > WHOLE_SHARE) {
    return (await regionAt(photo, animal.x, animal.y, methods)).region
  }
  return (await outlined(photo, { box, confidence: 0, label: '' }, '', methods.segmenter)).region
}

async function outlined(
  photo: RegionPhoto,
  { box: { x, y, width, height }, confidence }: Detection,
  detectorId: string,
  segmenter: Segmenter,
): Promise<ProposedRegion> {
  const box = { x, y, width, height }
  const seen = await frameOf(photo, padded(box, MARGIN), segmenter)
  const boxPx = seen.boxWithin(box)
  const outline = await segmenter.outlineInBox(seen.pixels, boxPx).catch((error: unknown) => {
    // A picture that GrabCut can't cope with still has its box.
    if (error instanceof ResightError && ['crashed', 'timed-out', 'internal'].includes(error.code)) return null
    throw error
  })
  if (outline === null || polygonArea(outline) < LEAST_FILL * boxPx.width * boxPx.height) {
    return { region: { kind: 'box', ...box }, drawnBy: detectorId, quality: confidence }
  }
  return { region: seen.polygon(outline), drawnBy: `${detectorId}+${segmenter.id}`, quality: confidence }
}

/** A part of a photo as the segmenter wants it, with the ways between its pixels and fractions of the photo. */
async function frameOf(photo: RegionPhoto, frame: Region, segmenter: Segmenter) {
  const pixels = await photo.decode(segmenter.pixels, frame)
  const [scaleX, scaleY] = [pixels.width / frame.width, pixels.height / frame.height]
  const clamp = (value: number) => Math.min(1, Math.max(0, value))
  const within = ([x, y]: Point): Point => [(x - frame.x) * scaleX, (y - frame.y) * scaleY]
  return {
    pixels,
    within,
    boxWithin({ x, y, width, height }: Region): Region {
      const [left, top] = within([x, y])
      return { x: left, y: top, width: width * scaleX, height: height * scaleY }
    },
    polygon: (outline: readonly Point[]): AnnotationRegion => ({
      kind: 'polygon',
      points: outline.map(([x, y]) => [clamp(frame.x + x / scaleX), clamp(frame.y + y / scaleY)]),
    }),
  }
}

function wholePhoto(why: string): ProposedRegion {
  return { region: WHOLE_PHOTO, drawnBy: `whole photo (${why})`, quality: null }
}

function checkClicks(clicks: readonly RegionClick[]): void {
  if (clicks.length < 1 || clicks.length > MAX_CLICKS) {
    throw invalidArgument('clicks', `1 to ${MAX_CLICKS} of them`, clicks.length)
  }
  clicks.forEach(({ x, y }, i) => {
    checkFraction(`clicks[${i}].x`, x)
    checkFraction(`clicks[${i}].y`, y)
  })
}

function checkFraction(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw invalidArgument(name, 'a number from 0 to 1', value)
}
