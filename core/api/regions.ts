import type { AnnotationRegion } from './identify.ts'

/** Whether a region is the whole photo. */
export function isWhole(region: AnnotationRegion): boolean {
  return region.kind === 'box' && region.x <= 0 && region.y <= 0 && region.width >= 1 && region.height >= 1
}
