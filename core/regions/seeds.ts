import type { RegionClick } from '../api/photo-id.ts'
import type { Pixels, Region } from '../types.ts'
import { boundsOf, cornersOf, isInside, nearestOn, type Point } from './polygon.ts'
import { SEED } from './segment-task.ts'

/** Half axes of what is surely the animal, as a share of the box's; its middle lies a little above that of legs and all. */
const HEART = 0.25
const HEART_HEIGHT = 0.45
/** Radius of what a click marks, as a share of the picture's longer side. */
const CLICK_RADIUS = 0.03
/** How far a click changes an outline, as a share of its longer side: a head and neck of most animals. */
const CLICK_REACH = 0.22
/** Distance in colour that looks the same: of the spread under the click, and at least. */
const SAME_COLOUR = { spreads: 2, least: 14 }

/**
 * Outside the box is background; its heart is the animal; the rest is thought to be.
 * @param box px of the picture @returns [height × width] of SEED
 */
export function seedsOfBox(width: number, height: number, box: Region): Uint8Array {
  const seeds = new Uint8Array(width * height)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const [across, down] = [(x + 0.5 - box.x) / box.width, (y + 0.5 - box.y) / box.height]
      if (across < 0 || across > 1 || down < 0 || down > 1) continue
      const isHeart = Math.hypot(2 * (across - 0.5), 2 * (down - HEART_HEIGHT)) < HEART
      seeds[at] = isHeart ? SEED.animal : SEED.maybeAnimal
    }
  }
  return ensureBackground(seeds, width, height)
}

/**
 * Around a point that is the animal: the box is thought to be, its surroundings not.
 * @param box px @param point px @returns [height × width] of SEED
 */
export function seedsOfPoint(pixels: Pixels, box: Region, [x, y]: Point): Uint8Array {
  const { width, height } = pixels
  const corners = cornersOf({ kind: 'box', ...box })
  const seeds = insideOf(width, height, corners).map((inside) => (inside ? SEED.maybeAnimal : SEED.maybeBackground))
  const reach = CLICK_REACH * Math.max(width, height)
  spread(pixels, { x, y, kind: 'animal' }, reach, (at) => (seeds[at] = SEED.maybeAnimal))
  forDisc(pixels, x, y, clickRadius(pixels), (at) => (seeds[at] = SEED.animal))
  return ensureBackground(seeds, width, height)
}

/**
 * An outline stays as it is but around clicks against it. There, what looks like what was clicked is thought to be the same;
 * and from a click on the animal to the outline all is animal, as an animal is one piece.
 * @param outline px @param clicks px
 */
export function seedsOfClicks(pixels: Pixels, outline: readonly Point[], clicks: readonly RegionClick[]): Uint8Array {
  const { width, height } = pixels
  const inside = insideOf(width, height, outline)
  const bounds = boundsOf(outline)
  const reach = CLICK_REACH * Math.max(bounds.width, bounds.height)
  const seeds = inside.map((is) => (is ? SEED.animal : SEED.background))
  for (const { x, y, kind } of clicks) {
    const isAnimal = kind === 'animal'
    forDisc(pixels, x, y, reach, (at) => {
      if (inside[at] === (isAnimal ? 0 : 1)) seeds[at] = isAnimal ? SEED.maybeBackground : SEED.maybeAnimal
    })
  }
  for (const click of clicks) {
    const isAnimal = click.kind === 'animal'
    spread(pixels, click, reach, (at) => {
      if (inside[at] === (isAnimal ? 0 : 1)) seeds[at] = isAnimal ? SEED.maybeAnimal : SEED.maybeBackground
    })
  }
  // A later click beats an earlier one where both lie.
  for (const { x, y, kind } of clicks) {
    const isAnimal = kind === 'animal'
    const path = isAnimal && !isInside([x, y], outline) ? stroke([x, y], nearestOn(outline, [x, y])) : [[x, y] as const]
    for (const [u, v] of path) {
      forDisc(pixels, u, v, clickRadius(pixels), (at) => (seeds[at] = isAnimal ? SEED.animal : SEED.background))
    }
  }
  return ensureBackground(seeds, width, height)
}

/** @returns [height × width] 1 inside */
function insideOf(width: number, height: number, outline: readonly Point[]): Uint8Array {
  const inside = new Uint8Array(width * height)
  for (let at = 0; at < inside.length; at++) {
    inside[at] = isInside([(at % width) + 0.5, Math.floor(at / width) + 0.5], outline) ? 1 : 0
  }
  return inside
}

/** Points from one to another, a pixel apart. */
function stroke([ax, ay]: Point, [bx, by]: Point): readonly Point[] {
  const steps = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay)))
  return Array.from({ length: steps + 1 }, (_, i) => [ax + ((bx - ax) * i) / steps, ay + ((by - ay) * i) / steps])
}

/** GrabCut needs to see some background: of a box that is the whole picture, its rim. */
function ensureBackground(seeds: Uint8Array, width: number, height: number): Uint8Array {
  const isBackground = (value: number) => value === SEED.background || value === SEED.maybeBackground
  if (seeds.reduce((sum, value) => sum + (isBackground(value) ? 1 : 0), 0) > 0.01 * seeds.length) return seeds
  const rim = Math.max(1, Math.round(0.02 * Math.max(width, height)))
  return seeds.map((value, at) => {
    const [x, y] = [at % width, Math.floor(at / width)]
    const isRim = x < rim || y < rim || x >= width - rim || y >= height - rim
    return isRim && value === SEED.maybeAnimal ? SEED.maybeBackground : value
  })
}

/** Visits the pixels within reach of a click that are connected with it and of its colour. */
function spread(pixels: Pixels, click: RegionClick, reach: number, visit: (at: number) => void): void {
  const { width, height, data } = pixels
  const places: number[] = []
  forDisc(pixels, click.x, click.y, clickRadius(pixels), (at) => places.push(at))
  if (places.length === 0) return
  const mean = [0, 1, 2].map((c) => places.reduce((sum, at) => sum + data[3 * at + c]!, 0) / places.length)
  const distance = (at: number) =>
    Math.hypot(data[3 * at]! - mean[0]!, data[3 * at + 1]! - mean[1]!, data[3 * at + 2]! - mean[2]!)
  const deviation = Math.sqrt(places.reduce((sum, at) => sum + distance(at) ** 2, 0) / places.length)
  const limit = Math.max(SAME_COLOUR.least, SAME_COLOUR.spreads * deviation)
  const seen = new Uint8Array(width * height)
  for (const at of places) seen[at] = 1
  for (let next = 0; next < places.length; next++) {
    const at = places[next]!
    visit(at)
    const [x, y] = [at % width, Math.floor(at / width)]
    const around = [x > 0 ? at - 1 : at, x < width - 1 ? at + 1 : at, y > 0 ? at - width : at]
    for (const near of [...around, y < height - 1 ? at + width : at]) {
      if (seen[near] === 1) continue
      seen[near] = 1
      const isNear = Math.hypot((near % width) - click.x, Math.floor(near / width) - click.y) <= reach
      if (isNear && distance(near) <= limit) places.push(near)
    }
  }
}

function clickRadius({ width, height }: Pixels): number {
  return Math.max(1.5, CLICK_RADIUS * Math.max(width, height))
}

function forDisc({ width, height }: Pixels, x: number, y: number, radius: number, visit: (at: number) => void): void {
  for (let v = Math.max(0, Math.floor(y - radius)); v < Math.min(height, y + radius); v++) {
    for (let u = Math.max(0, Math.floor(x - radius)); u < Math.min(width, x + radius); u++) {
      if (Math.hypot(u + 0.5 - x, v + 0.5 - y) <= radius) visit(v * width + u)
    }
  }
}
