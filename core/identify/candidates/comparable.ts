import type { Annotation, Viewpoint } from '../../api/identify.ts'

/** An annotation with what decides whom it may be compared with. */
export interface SidedAnnotation extends Annotation {
  readonly encounterId: string
}

/**
 * Whether two annotations may be compared: never within one encounter, where the same animal on the same rock would be
 * found by the rock, and where asked only the same side, as the two sides of an animal are marked differently.
 */
export function isComparable(a: SidedAnnotation, b: SidedAnnotation, sameViewpointOnly: boolean): boolean {
  if (a.annotationId === b.annotationId || a.contentHash === b.contentHash) return false
  if (a.encounterId === b.encounterId) return false
  return !sameViewpointOnly || isSameSide(a.viewpoint, b.viewpoint)
}

function isSameSide(a: Viewpoint, b: Viewpoint): boolean {
  return a === 'unknown' || b === 'unknown' || a === b
}
