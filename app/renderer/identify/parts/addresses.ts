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

export function annotateAddress(projectId: string, contentHash: string): string {
  return `${PROJECTS_ADDRESS}/${projectId}/annotate/${contentHash}`
}
