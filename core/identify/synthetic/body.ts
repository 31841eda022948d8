import { between, type Random } from './random.ts'

/**
 * What the body is at a place: where that is on the resting animal, and which way its surface looks. Filled in anew for each
 * place: a photo has 300,000 of them.
 */
export interface BodySpot {
  /** Coordinates on the animal at rest: 1 is about half its length, x to its head, y down. The coat sticks to these. */
  restX: number
  restY: number
  /** Unit vector: x to its head, y down, z to the camera. */
  normalX: number
  normalY: number
  normalZ: number
  /** Depth below the edge of the silhouette, in the same unit. */
  depth: number
  /** A leg of the far side. */
  isFar: boolean
}

type Point = readonly [number, number]

/** How far outside a limb it still has a say in what is beside it, so that coats and shades run on from limb to limb. */
const REACH = 0.05
/** More than rounding can be wrong by. */
const MARGIN = 1e-6

/** Two circles and all between them, thinning from one to the other. */
interface Limb {
  readonly fromX: number
  readonly fromY: number
  readonly alongX: number
  readonly alongY: number
  readonly lengthSquared: number
  readonly fromRadius: number
  readonly thickening: number
  /** Beyond this box it has no say. */
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

function limb(from: Point, fromRadius: number, to: Point, toRadius: number): Limb {
  const [alongX, alongY] = [to[0] - from[0], to[1] - from[1]]
  const around = Math.max(fromRadius, toRadius) + REACH + MARGIN
  return {
    fromX: from[0],
    fromY: from[1],
    alongX,
    alongY,
    lengthSquared: alongX * alongX + alongY * alongY,
    fromRadius,
    thickening: toRadius - fromRadius,
    left: Math.min(from[0], to[0]) - around,
    right: Math.max(from[0], to[0]) + around,
    top: Math.min(from[1], to[1]) - around,
    bottom: Math.max(from[1], to[1]) + around,
  }
}

const TORSO = [limb([-0.46, -0.02], 0.29, [0, 0.02], 0.32), limb([0, 0.02], 0.32, [0.4, -0.02], 0.31)]
const NECK = [
  limb([0.42, -0.12], 0.25, [0.8, -0.47], 0.15),
  limb([0.84, -0.5], 0.145, [1.07, -0.42], 0.075),
  limb([0.79, -0.58], 0.05, [0.72, -0.74], 0.022),
]
const TAIL = [limb([-0.7, -0.14], 0.055, [-0.86, 0.12], 0.035), limb([-0.86, 0.12], 0.035, [-0.9, 0.42], 0.05)]
const FORELEG = [limb([0.38, 0.12], 0.17, [0.4, 0.5], 0.075), limb([0.4, 0.5], 0.075, [0.39, 0.88], 0.052)]
const HIND_LEG = [limb([-0.48, 0.1], 0.22, [-0.42, 0.5], 0.085), limb([-0.42, 0.5], 0.085, [-0.5, 0.88], 0.055)]
/** The far legs stand a little aside, and higher, as what is further away does. */
const ASIDE: Point = [-0.13, -0.03]

/** Limbs that turn together about a joint. */
interface Part {
  readonly limbs: readonly Limb[]
  readonly jointX: number
  readonly jointY: number
  readonly cos: number
  readonly sin: number
  readonly offsetX: number
  readonly offsetY: number
  /** Further from the joint than this it has no say, however it is turned; squared. */
  readonly reachSquared: number
}

export interface Body {
  /** @param x, y of the body, in its unit @param spot filled in where something of it is there @returns false: outside */
  at(x: number, y: number, spot: BodySpot): boolean
}

/** An animal seen from its left, in a stance of its own: neck, tail and legs turn in their joints. */
export function drawBody(random: Random): Body {
  const part = (limbs: readonly Limb[], joint: Point, most: number, offset: Point = [0, 0]): Part => {
    const angle = between(random, -most, most)
    const corners = limbs.flatMap(({ left, right, top, bottom }) =>
      [left, right].flatMap((x) => [top, bottom].map((y) => (x - joint[0]) ** 2 + (y - joint[1]) ** 2)),
    )
    return {
      limbs,
      jointX: joint[0],
      jointY: joint[1],
      cos: Math.cos(angle),
      sin: Math.sin(angle),
      offsetX: offset[0],
      offsetY: offset[1],
      reachSquared: Math.max(...corners),
    }
  }
  const near = [
    part(TORSO, [0, 0], 0),
    part(NECK, [0.42, -0.1], 0.2),
    part(TAIL, [-0.7, -0.14], 0.5),
    part(FORELEG, [0.38, 0.1], 0.22),
    part(HIND_LEG, [-0.48, 0.1], 0.22),
  ]
  const far = [part(FORELEG, [0.38, 0.1], 0.3, ASIDE), part(HIND_LEG, [-0.48, 0.1], 0.3, ASIDE)]
  return {
    at: (x, y, spot) => {
      if (Math.abs(x) > 1.3 || Math.abs(y) > 1.1) return false
      spot.isFar = !blend(near, x, y, spot)
      return !spot.isFar || blend(far, x, y, spot)
    },
  }
}

/** @returns whether the place is on one of the parts */
function blend(parts: readonly Part[], x: number, y: number, spot: BodySpot): boolean {
  let depth = -Infinity
  let total = 0
  let restX = 0
  let restY = 0
  let slopeX = 0
  let slopeY = 0
  for (let p = 0; p < parts.length; p++) {
    const part = parts[p]!
    const dx = x - part.offsetX - part.jointX
    const dy = y - part.offsetY - part.jointY
    if (dx * dx + dy * dy > part.reachSquared) continue
    const { limbs, cos, sin } = part
    const rx = part.jointX + cos * dx + sin * dy
    const ry = part.jointY - sin * dx + cos * dy
    for (let l = 0; l < limbs.length; l++) {
      const one = limbs[l]!
      if (rx < one.left || rx > one.right || ry < one.top || ry > one.bottom) continue
      const fromX = rx - one.fromX
      const fromY = ry - one.fromY
      const t = Math.max(0, Math.min(1, (fromX * one.alongX + fromY * one.alongY) / one.lengthSquared))
      const radius = one.fromRadius + one.thickening * t
      const ox = fromX - one.alongX * t
      const oy = fromY - one.alongY * t
      const d = radius - Math.sqrt(ox * ox + oy * oy)
      if (d > depth) depth = d
      if (d <= -REACH) continue
      const weight = (d + REACH) ** 3
      total += weight
      restX += weight * rx
      restY += weight * ry
      slopeX += (weight * (cos * ox - sin * oy)) / radius
      slopeY += (weight * (sin * ox + cos * oy)) / radius
    }
  }
  if (depth <= 0) return false
  spot.normalX = slopeX / total
  spot.normalY = slopeY / total
  const flat = Math.min(0.999, Math.hypot(spot.normalX, spot.normalY))
  spot.normalZ = Math.sqrt(1 - flat * flat)
  spot.restX = restX / total
  spot.restY = restY / total
  spot.depth = depth
  return true
}
