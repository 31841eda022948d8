import { ResightError } from '../types.ts'
import type { Device } from '../api.ts'

/** Numbers agree when they differ by at most `absolute`, or by at most `relative` of the expected magnitude. */
export interface Tolerance {
  readonly absolute: number
  readonly relative: number
}

/**
 * How far a provider may stray from the float64 reference, for sums of a few hundred float32 products of
 * L2-normalised vectors, where only the order of summation differs. Measured on the cases of `core/rerank`:
 * at most 2e-7 on cpu and on SwiftShader; the margin is for drivers that use fused or reordered arithmetic, and on
 * GPUs whose drivers round to tf32 or fp16 inside a product it is meant to fail, so that `auto` passes them over.
 */
export const TOLERANCES = {
  cpu: { float32: { absolute: 1e-5, relative: 1e-5 } },
  webgpu: { float32: { absolute: 1e-4, relative: 1e-4 } },
  cuda: { float32: { absolute: 1e-3, relative: 1e-3 } },
  dml: { float32: { absolute: 1e-3, relative: 1e-3 } },
  coreml: { float32: { absolute: 1e-3, relative: 1e-3 } },
} as const satisfies Record<Exclude<Device, 'auto'>, { readonly float32: Tolerance }>

/** Whether two numbers agree; NaN agrees with NaN only, an infinity with itself only. */
export function agrees(actual: number, expected: number, tolerance: Tolerance): boolean {
  if (!Number.isFinite(actual) || !Number.isFinite(expected)) return Object.is(actual, expected)
  const difference = Math.abs(actual - expected)
  return difference <= tolerance.absolute || difference <= tolerance.relative * Math.abs(expected)
}

/**
 * Compares two lists element by element.
 * @returns null when all agree, else a sentence that names the first index that does not, and how many there are
 * @throws ResightError `invalid-argument` for a tolerance that is negative or not finite, which would hide or
 * invent disagreement
 */
export function disagreement(
  actual: ArrayLike<number | bigint>,
  expected: ArrayLike<number | bigint>,
  tolerance: Tolerance,
): string | null {
  for (const bound of [tolerance.absolute, tolerance.relative]) {
    if (!(bound >= 0 && bound < Infinity)) {
      throw new ResightError('invalid-argument', `A tolerance must be finite and not negative, not ${bound}`)
    }
  }
  if (actual.length !== expected.length) return `${actual.length} numbers where ${expected.length} were expected`
  let first = -1
  let count = 0
  for (let i = 0; i < expected.length; i++) {
    if (agrees(Number(actual[i]), Number(expected[i]), tolerance)) continue
    if (first < 0) first = i
    count++
  }
  if (first < 0) return null
  return `number ${first} is ${actual[first]} where ${expected[first]} was expected (${count} of ${expected.length} differ)`
}
