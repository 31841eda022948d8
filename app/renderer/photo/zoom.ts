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

export function isFit(view: View, sizes: Sizes): boolean {
  return Math.abs(view.scale / fitScale(sizes) - 1) < 0.001
}

/** Zooms to `scale`, within limits, keeping what is at (x, y) of the stage where it is. */
export function zoomTo(view: View, scale: number, x: number, y: number, sizes: Sizes): View {
  const bounded = Math.min(MOST_ZOOM / sizes.pixelRatio, Math.max(leastScale(sizes), scale))
  const factor = bounded / view.scale
  return settled({ scale: bounded, x: x - (x - view.x) * factor, y: y - (y - view.y) * factor }, sizes)
}

/** A photo that was enlarged to fit can be seen smaller: at 1:1. */
function leastScale(sizes: Sizes): number {
  return Math.min(fitScale(sizes), 1 / sizes.pixelRatio)
}

/** Whether a part of the photo is out of sight. */
export function isLarger({ scale }: View, { stage, photo }: Sizes): boolean {
  return photo.width * scale > stage.width + 0.5 || photo.height * scale > stage.height + 0.5
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
