import type { DamagedProject, ProjectSummary } from '../../api/photo-id.ts'
import { ResightError } from '../../types.ts'
import type { ProjectShelf } from './project-shelf.ts'
import { projectSummary } from './project-state.ts'

/** The projects that can be read, oldest first, and those that cannot: a damaged one hides no other. */
export function surveyProjects(shelf: ProjectShelf): {
  readonly projects: readonly ProjectSummary[]
  readonly damaged: readonly DamagedProject[]
} {
  const projects: ProjectSummary[] = []
  const damaged: DamagedProject[] = []
  for (const projectId of shelf.ids()) {
    try {
      projects.push(projectSummary(shelf.open(projectId)))
    } catch (cause) {
      damaged.push(damageOf(projectId, shelf.fileOf(projectId), cause))
    }
  }
  const key = ({ createdAt, projectId }: ProjectSummary) => `${createdAt} ${projectId}`
  return { projects: projects.sort((a, b) => (key(a) < key(b) ? -1 : 1)), damaged }
}

function damageOf(projectId: string, file: string, cause: unknown): DamagedProject {
  const { message, code } = cause instanceof ResightError ? cause : { message: String(cause), code: 'internal' }
  // The catalogue's own remedy, adding the folders again, brings no decision back.
  const remedy =
    cause instanceof ResightError && code !== 'corrupt' && cause.remedy !== null
      ? cause.remedy
      : 'Put back a copy of it, or move it elsewhere and open the project’s ZIP file. Your photos are not affected.'
  const named = message.includes(file) ? message : `${file}: ${message}`
  return { projectId, file, message: `${named.replace(/[.!]?$/, '.')} ${remedy}` }
}
