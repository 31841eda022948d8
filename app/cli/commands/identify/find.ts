import type { AnnotationState, Individual, Project } from '../../../../core/api/identify.ts'
import type { AnnotationWithState, ProjectState } from '../../../../core/api/photo-id.ts'
import { ResightError } from '../../../../core/types.ts'
import type { Acting } from './acting.ts'

/** The project that is named, or the only one; `add` makes the first. */
export async function findProject({ engine, options }: Acting, mayCreate = false): Promise<Project> {
  const projects = await engine.projects()
  const { project: wanted, species, population = '' } = options
  if (wanted !== undefined) {
    const known = projects.find(({ projectId }) => projectId === wanted)
    if (known !== undefined) return known
    throw new ResightError('not-found', `There is no project ${wanted}`, {
      remedy: '`resight identify list` shows those that are there.',
    })
  }
  if (species !== undefined) {
    const known = projects.find((project) => project.species === species && project.population === population)
    if (known !== undefined) return known
    if (mayCreate) {
      const settings = { precisionTarget: 0.99, shortlist: null, extractors: [] }
      const sameViewpointOnly = options.anySide !== true
      return engine.createProject({ species, population, settings: { ...settings, sameViewpointOnly } })
    }
  }
  const [only, ...others] = projects
  if (only !== undefined && others.length === 0 && species === undefined) return only
  const [message, remedy] =
    projects.length === 0
      ? ['There is no project yet', 'Make one: `resight identify add DIR --species "Phoca vitulina"`.']
      : ['Which project is not clear', 'Pass --project ID; `resight identify list` shows them.']
  throw new ResightError('invalid-argument', message, { remedy })
}

/** By its id, or by the name of a file that has only one. */
export function findAnnotation(state: ProjectState, named: string): AnnotationWithState {
  const files = new Map(state.photos.map(({ contentHash, fileName }) => [contentHash, fileName]))
  const found = state.annotations.filter(
    ({ annotationId, contentHash }) => annotationId === named || files.get(contentHash) === named,
  )
  return onlyOne(found, `photo ${named}`, ({ annotationId }) => annotationId)
}

/** By its id, or by a name that only one has. */
export function findIndividual(state: ProjectState, named: string): Individual {
  const found = state.individuals.filter(
    ({ individualId, alsoIds, name }) => individualId === named || alsoIds.includes(named) || name === named,
  )
  return onlyOne(found, `individual ${named}`, ({ individualId }) => individualId)
}

function onlyOne<T>(found: readonly T[], what: string, idOf: (value: T) => string): T {
  const [only, ...others] = found
  if (only === undefined) {
    throw new ResightError('not-found', `There is no ${what} in this project`, {
      remedy: '`resight identify queue` and `list --json` show what there is.',
    })
  }
  if (others.length === 0) return only
  throw new ResightError('invalid-argument', `There are several of ${what}`, {
    remedy: `Name one by its id: ${found.map(idOf).join(', ')}.`,
  })
}

/** For a person: what is settled of an annotation. */
export function stateText(state: ProjectState, settled: AnnotationState): string {
  if (settled.kind !== 'identified') return settled.kind
  return nameOf(state, settled.individualId)
}

export function nameOf(state: ProjectState, individualId: string): string {
  const found = state.individuals.find(
    (individual) => individual.individualId === individualId || individual.alsoIds.includes(individualId),
  )
  return found?.name || individualId.slice(0, 8)
}

export function fileOf(state: ProjectState, annotationId: string): string {
  const annotation = state.annotations.find((known) => known.annotationId === annotationId)
  const photo = state.photos.find(({ contentHash }) => contentHash === annotation?.contentHash)
  return photo?.fileName ?? annotationId
}
