/** Where a screen of a project is. */
export type ProjectTab =
  'encounters' | 'individuals' | 'conflicts' | 'population' | 'calibration' | 'export' | 'settings' | 'log'

export const PROJECT_TABS: readonly ProjectTab[] = [
  'encounters',
  'individuals',
  'conflicts',
  'population',
  'calibration',
  'export',
  'settings',
  'log',
]

export const PROJECTS_ADDRESS = '/identify'

export function tabAddress(projectId: string, tab: ProjectTab): string {
  return `${PROJECTS_ADDRESS}/${projectId}/${tab}`
}

export function individualAddress(projectId: string, individualId: string): string {
  return `${tabAddress(projectId, 'individuals')}/${individualId}`
}

export function reviewAddress(projectId: string): string {
  return `${PROJECTS_ADDRESS}/${projectId}/review`
}

/** Whence a photo's animals are outlined, and which of them at first; null: the encounters, and the only one. */
export interface AnnotateOrigin {
  readonly isReview: boolean
  readonly animal: string | null
}

const ELSEWHERE: AnnotateOrigin = { isReview: false, animal: null }

export function annotateAddress(projectId: string, contentHash: string, origin = ELSEWHERE): string {
  const search = new URLSearchParams()
  if (origin.isReview) search.set('from', 'review')
  if (origin.animal !== null) search.set('animal', origin.animal)
  const address = `${PROJECTS_ADDRESS}/${projectId}/annotate/${contentHash}`
  return search.size === 0 ? address : `${address}?${search.toString()}`
}

/** @param search as `annotateAddress` wrote it */
export function annotateOrigin(search: string): AnnotateOrigin {
  const params = new URLSearchParams(search)
  return { isReview: params.get('from') === 'review', animal: params.get('animal') }
}
