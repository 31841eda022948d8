import { between, type Random } from './random.ts'

/** What the body is at a place: where that is on the resting animal, and which way its surface looks. */
export interface BodySpot {
  /** Coordinates on the animal at rest: 1 is about half its length, x to its head, y down. The coat sticks to these. */
  readonly rest: readonly [number, number]
  /** Unit vector: x to its head, y down, z to the camera. */
  readonly normal: readonly [number, number, number]
  /** Depth below the edge of the silhouette, in the same unit. */
  readonly depth: number
  /** A leg of the far side. */
  readonly isFar: boolean
}

type Point = readonly [number, number]

/** Two circles and all between them, thinning from one to the other. */
interface Limb {
  readonly from: Point
  readonly to: Point
  readonly fromRadius: number
  readonly toRadius: number
}

function limb(from: Point, fromRadius: number, to: Point, toRadius: number): Limb {
  return { from, to, fromRadius, toRadius }
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
  readonly joint: Point
  readonly cos: number
  readonly sin: number
  readonly offset: Point
}

export interface Body {
  /** @param x, y of the body, in its unit @returns null: outside */
  at(x: number, y: number): BodySpot | null
}

/** An animal seen from its left, in a stance of its own: neck, tail and legs turn in their joints. */
export function drawBody(random: Random): Body {
  const part = (limbs: readonly Limb[], joint: Point, most: number, offset: Point = [0, 0]): Part => {
    const angle = between(random, -most, most)
    return { limbs, joint, cos: Math.cos(angle), sin: Math.sin(angle), offset }
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
    at: (x, y) =>
      Math.abs(x) > 1.3 || Math.abs(y) > 1.1 ? null : (blend(near, x, y, false) ?? blend(far, x, y, true)),
  }
}

/** How far outside a limb it still has a say in what is beside it, so that coats and shades run on from limb to limb. */
const REACH = 0.05

function blend(parts: readonly Part[], x: number, y: number, isFar: boolean): BodySpot | null {
  let depth = -Infinity
  let [total, restX, restY, slopeX, slopeY] = [0, 0, 0, 0, 0]
  for (const { limbs, joint, cos, sin, offset } of parts) {
    const dx = x - offset[0] - joint[0]
    const dy = y - offset[1] - joint[1]
    const rx = joint[0] + cos * dx + sin * dy
    const ry = joint[1] - sin * dx + cos * dy
    for (const { from, to, fromRadius, toRadius } of limbs) {
      const ax = to[0] - from[0]
      const ay = to[1] - from[1]
      const t = Math.max(0, Math.min(1, ((rx - from[0]) * ax + (ry - from[1]) * ay) / (ax * ax + ay * ay)))
      const radius = fromRadius + (toRadius - fromRadius) * t
      const ox = rx - from[0] - ax * t
      const oy = ry - from[1] - ay * t
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
  if (depth <= 0) return null
  const [nx, ny] = [slopeX / total, slopeY / total]
  const flat = Math.min(0.999, Math.hypot(nx, ny))
  return {
    rest: [restX / total, restY / total],
    normal: [nx, ny, Math.sqrt(1 - flat * flat)],
    depth,
    isFar,
  }
}
