/** Where a photo lies in its stage: pure geometry, in CSS px. */
export interface Size {
  readonly width: number
  readonly height: number
}

export interface View {
  /** CSS px a pixel of the upright photo. */
  readonly scale: number
  /** Of the photo's left top corner in the stage. */
  readonly x: number
  readonly y: number
}

export interface Sizes {
  readonly stage: Size
  readonly photo: Size
  /** Device pixels a CSS px: at 1:1 a pixel of the photo is a pixel of the screen. */
  readonly pixelRatio: number
}

/** Another view of a photo in its stage: the same change can be made to photos of other sizes. */
export type Change = (view: View, sizes: Sizes) => View

/** A part of the upright photo, in its px. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** How far beyond 1:1 it goes; and how far to fill the stage with a small photo, which gets softer by it. */
const MOST_ZOOM = 8
const MOST_FIT = 2

/** The largest scale at which all of the photo is seen; small photos are enlarged a little. */
export function fitScale({ stage, photo, pixelRatio }: Sizes): number {
  return Math.min(stage.width / photo.width, stage.height / photo.height, MOST_FIT / pixelRatio)
}

export function fitView(sizes: Sizes): View {
  return settled({ scale: fitScale(sizes), x: 0, y: 0 }, sizes)
}

/** Share of the stage that counts as its very edge. */
const EDGE = 0.02
/** Share of the stage that is left around a box. */
const MARGIN = 0.12

/** The box in the middle, as large as the stage and the limits of zooming allow. */
export function boxView({ x, y, width, height }: Box, sizes: Sizes): View {
  const { stage } = sizes
  const inside = { width: stage.width * (1 - 2 * MARGIN), height: stage.height * (1 - 2 * MARGIN) }
  const scale = Math.max(fitScale(sizes), Math.min(inside.width / width, inside.height / height))
  return lookAt({ ...fitView(sizes), scale: bounded(scale, sizes) }, x + width / 2, y + height / 2, sizes)
}

/** Brings a point of the photo, in its px, to the middle of the stage, as far as the photo's edges allow. */
export function lookAt({ scale }: View, x: number, y: number, sizes: Sizes): View {
  return settled({ scale, x: sizes.stage.width / 2 - x * scale, y: sizes.stage.height / 2 - y * scale }, sizes)
}

export function isFit(view: View, sizes: Sizes): boolean {
  return Math.abs(view.scale / fitScale(sizes) - 1) < 0.001
}

/** Zooms to `scale`, within limits, keeping what is at (x, y) of the stage where it is. */
export function zoomTo(view: View, scale: number, x: number, y: number, sizes: Sizes): View {
  const to = bounded(scale, sizes)
  const factor = to / view.scale
  return settled({ scale: to, x: x - (x - view.x) * factor, y: y - (y - view.y) * factor }, sizes)
}

/** One pixel of the photo on one pixel of the screen. */
export function oneToOne(view: View, sizes: Sizes): View {
  return zoomTo(view, 1 / sizes.pixelRatio, sizes.stage.width / 2, sizes.stage.height / 2, sizes)
}

/** @param factor of the scale that it has, around the middle of the stage */
export function zoomedBy(factor: number): Change {
  return (view, sizes) => zoomTo(view, view.scale * factor, sizes.stage.width / 2, sizes.stage.height / 2, sizes)
}

function bounded(scale: number, sizes: Sizes): number {
  return Math.min(MOST_ZOOM / sizes.pixelRatio, Math.max(leastScale(sizes), scale))
}

/** A photo that was enlarged to fit can be seen smaller: at 1:1. */
function leastScale(sizes: Sizes): number {
  return Math.min(fitScale(sizes), 1 / sizes.pixelRatio)
}

/** Whether a part of the photo is out of sight. */
export function isLarger({ scale }: View, { stage, photo }: Sizes): boolean {
  return photo.width * scale > stage.width + 0.5 || photo.height * scale > stage.height + 0.5
}

/** Whether a point of the photo, in its px, is in the stage and not at its very edge. */
export function isInSight({ scale, x: left, y: top }: View, x: number, y: number, { stage }: Sizes): boolean {
  const [atX, atY] = [(left + x * scale) / stage.width, (top + y * scale) / stage.height]
  return Math.min(atX, atY) >= EDGE && Math.max(atX, atY) <= 1 - EDGE
}

export function pan(view: View, dx: number, dy: number, sizes: Sizes): View {
  return settled({ ...view, x: view.x + dx, y: view.y + dy }, sizes)
}

/** The photo is in the middle where it is smaller than the stage, and leaves no gap where it is larger. */
function settled(view: View, { stage, photo }: Sizes): View {
  return {
    scale: view.scale,
    x: settledAxis(view.x, photo.width * view.scale, stage.width),
    y: settledAxis(view.y, photo.height * view.scale, stage.height),
  }
}

function settledAxis(at: number, length: number, stage: number): number {
  return length <= stage ? (stage - length) / 2 : Math.min(0, Math.max(stage - length, at))
}

/**
 * Longest side, in px, of the picture to load for a view: the first of a few sizes that is enough, so that panning and
 * small zooms ask for nothing new.
 */
export function sideFor(view: View, { photo, pixelRatio }: Sizes): number {
  const whole = Math.max(photo.width, photo.height)
  const needed = whole * view.scale * pixelRatio
  const size = [1024, 2048, 4096].find((side) => side >= needed * 0.95) ?? whole
  return Math.max(64, Math.min(size, whole, 16_384))
}
