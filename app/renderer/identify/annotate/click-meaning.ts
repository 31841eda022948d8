import type { AnnotationRegion } from '../../../../core/api/identify.ts'
import { isWhole } from '../../../../core/api/regions.ts'
import { type Point, isWithin } from './outline-points.ts'

interface Drawn {
  readonly annotationId: string
  readonly region: AnnotationRegion
}

export type ClickMeaning =
  /** Looks for the animal there. @param into the annotation that it becomes; null: a new one */
  | { readonly kind: 'find'; readonly into: string | null }
  /** Says of the selected region that this is, or is not, the animal. */
  | { readonly kind: 'refine'; readonly of: string }
  | { readonly kind: 'select'; readonly annotationId: string }
  | { readonly kind: 'nothing' }

interface Situation {
  readonly annotations: readonly Drawn[]
  readonly selected: string | null
  /** Another animal is to be added, whatever is there already. */
  readonly isAdding: boolean
}

/** What a click on the photo asks for. @param what the click says is there */
export function clickMeaning(
  { annotations, selected, isAdding }: Situation,
  point: Point,
  what: 'animal' | 'background',
): ClickMeaning {
  const chosen = annotations.find(({ annotationId }) => annotationId === selected)
  if (what === 'background')
    return chosen === undefined || isWhole(chosen.region)
      ? { kind: 'nothing' }
      : { kind: 'refine', of: chosen.annotationId }
  if (isAdding) return { kind: 'find', into: null }
  // A whole photo is nobody's outline yet.
  if (chosen !== undefined && isWhole(chosen.region)) return { kind: 'find', into: chosen.annotationId }
  if (chosen !== undefined && isWithin(chosen.region, point)) return { kind: 'refine', of: chosen.annotationId }
  const there = annotations.filter(({ region }) => !isWhole(region) && isWithin(region, point))
  if (there[0] !== undefined) return { kind: 'select', annotationId: there[0].annotationId }
  return chosen === undefined ? { kind: 'find', into: null } : { kind: 'refine', of: chosen.annotationId }
}
