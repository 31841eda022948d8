import type { Encounter, Individual } from '../../../../core/api/identify.ts'
import type { AnnotationWithState, ProjectState } from '../../../../core/api/photo-id.ts'
import { boxOf } from '../parts/crop-window.ts'
import { annotationOf, encounterOf, photoOf } from '../parts/project-index.ts'

/** An individual with where and when it was seen. */
export interface Sightings {
  readonly individual: Individual
  /** Newest encounter first; those without a date last. */
  readonly encounters: readonly {
    readonly encounter: Encounter
    readonly annotations: readonly AnnotationWithState[]
  }[]
  readonly annotations: readonly AnnotationWithState[]
  /** The annotation that shows it best; null: none is left. */
  readonly best: AnnotationWithState | null
  /** As `Encounter.startedAt`; null: no encounter has a date. */
  readonly lastSeen: string | null
}

export const ORDERS = ['name', 'lastSeen', 'encounters'] as const
export type Order = (typeof ORDERS)[number]

export function sightingsOf(state: ProjectState, individual: Individual): Sightings {
  const annotations = individual.annotationIds.flatMap((id) => annotationOf(state, id) ?? [])
  const encounters = [...Map.groupBy(annotations, ({ encounterId }) => encounterId)]
    .flatMap(([encounterId, own]) => {
      const encounter = encounterOf(state, encounterId)
      return encounter === undefined ? [] : [{ encounter, annotations: own }]
    })
    .toSorted((a, b) => newestFirst(a.encounter.startedAt, b.encounter.startedAt))
  const ranked = annotations.toSorted((a, b) => goodness(state, b) - goodness(state, a))
  return {
    individual,
    encounters,
    annotations,
    best: ranked[0] ?? null,
    lastSeen: encounters[0]?.encounter.startedAt ?? null,
  }
}

/** What a person judged good, then what shows the animal with most pixels; a photo that is away shows nothing. */
function goodness(state: ProjectState, { contentHash, region, quality }: AnnotationWithState): number {
  const photo = photoOf(state, contentHash)
  if (photo === undefined || photo.photoId === null) return -1
  const box = boxOf(region)
  const pixels = box.width * photo.width * box.height * photo.height
  return (quality ?? 0.5) + Math.min(1, Math.log10(1 + pixels) / 8)
}

/** Those whose name, or notes, hold all the words. */
export function named(all: readonly Sightings[], words: string): readonly Sightings[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/u).filter(Boolean)
  return all.filter(({ individual: { name, notes } }) => {
    const text = `${name} ${notes}`.toLocaleLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}

export function inOrder(all: readonly Sightings[], order: Order, language: string): readonly Sightings[] {
  const { compare } = new Intl.Collator(language, { numeric: true })
  const byName = (a: Sightings, b: Sightings) => compare(a.individual.name, b.individual.name)
  switch (order) {
    case 'name':
      return all.toSorted(byName)
    case 'lastSeen':
      return all.toSorted((a, b) => newestFirst(a.lastSeen, b.lastSeen) || byName(a, b))
    case 'encounters':
      return all.toSorted((a, b) => b.encounters.length - a.encounters.length || byName(a, b))
  }
}

function newestFirst(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return a < b ? 1 : -1
}
