import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Project, ProjectValue } from '../../api/identify.ts'
import { ProjectStore } from '../../identify/store/project-store.ts'
import { Database } from '../../library/catalogue/database.ts'
import { ResightError } from '../../types.ts'

/** Where a library keeps its projects: `projects/<id>/project.sqlite`. */
export const PROJECTS_FOLDER = 'projects'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The photo-ID projects of a library, each opened when first asked for. */
export class ProjectShelf {
  readonly #folder: string
  readonly #stores = new Map<string, ProjectStore>()

  constructor(library: string) {
    this.#folder = join(library, PROJECTS_FOLDER)
  }

  /** Of every project that has a file, be it readable or not. */
  ids(): readonly string[] {
    if (!existsSync(this.#folder)) return []
    return readdirSync(this.#folder).filter((name) => this.has(name))
  }

  has(projectId: string): boolean {
    return ID.test(projectId) && existsSync(this.fileOf(projectId))
  }

  /** @param ids of a project that comes from elsewhere; absent: a new one */
  create(value: ProjectValue, ids: Partial<Pick<Project, 'projectId' | 'createdAt'>> = {}): ProjectStore {
    const { projectId = randomUUID(), createdAt = new Date().toISOString() } = ids
    mkdirSync(this.folderOf(projectId), { recursive: true })
    const store = this.#open(projectId)
    try {
      store.saveProject(value, { projectId, createdAt })
    } catch (cause) {
      this.delete(projectId)
      throw cause
    }
    return store
  }

  /** @throws ResightError `not-found` */
  open(projectId: string): ProjectStore {
    if (this.has(projectId)) return this.#open(projectId)
    throw unknownProject(projectId)
  }

  /**
   * Deletes a project's decisions, be they readable or not; photos that came with it stay, as the library shows them.
   * @throws ResightError `not-found`
   */
  delete(projectId: string): void {
    if (!this.has(projectId)) throw unknownProject(projectId)
    this.#stores.get(projectId)?.close()
    this.#stores.delete(projectId)
    for (const ending of ['', '-wal', '-shm']) rmSync(`${this.fileOf(projectId)}${ending}`, { force: true })
    if (readdirSync(this.folderOf(projectId)).length === 0) rmSync(this.folderOf(projectId), { recursive: true })
  }

  /** Where photos that come with a project are kept. */
  photosFolder(projectId: string): string {
    return join(this.folderOf(projectId), 'photos')
  }

  folderOf(projectId: string): string {
    return join(this.#folder, projectId)
  }

  close(): void {
    for (const store of this.#stores.values()) store.close()
    this.#stores.clear()
  }

  /** The database that holds a project. */
  fileOf(projectId: string): string {
    return join(this.folderOf(projectId), 'project.sqlite')
  }

  #open(projectId: string): ProjectStore {
    let store = this.#stores.get(projectId)
    if (store === undefined) {
      store = openStore(this.fileOf(projectId))
      this.#stores.set(projectId, store)
    }
    return store
  }
}

function unknownProject(projectId: string): ResightError {
  return new ResightError('not-found', `There is no project ${projectId}`, {
    remedy: '`resight identify list` shows those that are there.',
  })
}

function openStore(path: string): ProjectStore {
  const database = new Database(path)
  try {
    return new ProjectStore(database)
  } catch (cause) {
    // A damaged file can be moved away while the library is open.
    database.close()
    throw cause
  }
}
