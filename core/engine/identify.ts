import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import type { Device, PhotoDetails } from '../api.ts'
import type { AnnotationState, LogEntry, Project, ProjectValue } from '../api/identify.ts'
import { modelsFoldersOf } from '../encoders/models-folders.ts'
import { viewpointOfName } from '../identify/evaluate/photo-name.ts'
import { acceptable, decisionFor, type AcceptedMatch } from '../identify/candidates/accept.ts'
import { isComparable, type SidedAnnotation } from '../identify/candidates/comparable.ts'
import { identifyAnnotation, type Identification } from '../identify/candidates/identify.ts'
import type { MatchableAnnotation, MatchControl } from '../identify/candidates/matcher.ts'
import { fitOwnCalibration, projectCalibration } from '../identify/calibration/own-calibration.ts'
import { measureShortlist } from '../identify/candidates/measure-shortlist.ts'
import { measureShortlistRecall, shortlistLength } from '../identify/candidates/shortlist.ts'
import { planCsvImport, type CsvPlan } from '../identify/encounters/csv-import.ts'
import type { CsvMapping } from '../identify/encounters/csv-mapping.ts'
import type { CsvTable } from '../identify/encounters/csv-table.ts'
import { settledBy } from '../identify/decisions/write-entry.ts'
import { groupIntoEncounters, type GroupingRule } from '../identify/encounters/group.ts'
import { ProjectStore } from '../identify/store/project-store.ts'
import { closeCatalogue, openCatalogue, type Catalogue } from '../library/catalogue/catalogue.ts'
import { Database } from '../library/catalogue/database.ts'
import { findPhotoByHash, listFingerprints, preferredPaths, readPhoto } from '../library/catalogue/photos.ts'
import { openDecodePool } from '../library/decode/pool.ts'
import { ResightError } from '../types.ts'
import { localMatcher } from './identify-matcher.ts'
import { lazy } from './lazy.ts'
import { localFeaturesOf } from './local-features.ts'
import { openUploads } from './uploads.ts'

/** Where a library keeps its projects: `projects/<id>/project.sqlite`. */
export const PROJECTS_FOLDER = 'projects'

/** What adding a folder to a project did. */
export interface AddedToProject {
  readonly encounters: number
  readonly photos: number
  /** Photos that were in the project already. */
  readonly known: number
}

const WHOLE = { kind: 'box', x: 0, y: 0, width: 1, height: 1 } as const

/** Photo-ID over one library. Opens the library beside whoever else has it open. */
export class PhotoIdentification {
  readonly #catalogue: Catalogue
  readonly #stores = new Map<string, ProjectStore>()
  readonly #pool = lazy(
    async () => openDecodePool(),
    (pool) => pool.close(),
  )
  readonly #local: ReturnType<typeof localFeaturesOf>

  constructor(library: string, device: Device) {
    this.#catalogue = openCatalogue(resolve(library))
    const openPool = () => this.#pool.get()
    this.#local = localFeaturesOf({
      catalogue: this.#catalogue,
      modelsFolders: modelsFoldersOf(this.#catalogue.folder),
      device: () => device,
      openPool,
      uploads: openUploads(this.#catalogue.folder, openPool),
    })
  }

  get libraryFolder(): string {
    return this.#catalogue.folder
  }

  /** Where photos that come with a project are kept. */
  photosFolder(projectId: string): string {
    return join(dirname(this.#path(projectId)), 'photos')
  }

  projects(): readonly Project[] {
    const folder = join(this.#catalogue.folder, PROJECTS_FOLDER)
    if (!existsSync(folder)) return []
    const ids = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'project.sqlite')))
    return ids.map((id) => this.open(id).project).sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
  }

  create(value: ProjectValue, projectId: string = randomUUID()): Project {
    mkdirSync(join(this.#catalogue.folder, PROJECTS_FOLDER, projectId), { recursive: true })
    return this.#store(projectId).saveProject(value, { projectId, createdAt: new Date().toISOString() })
  }

  /** @throws ResightError `not-found` */
  open(projectId: string): ProjectStore {
    const known = /^[\w-]+$/.test(projectId) && existsSync(this.#path(projectId))
    if (known) return this.#store(projectId)
    throw new ResightError('not-found', `There is no project ${projectId}`, { remedy: 'Run `resight identify list`.' })
  }

  /** Adds the library's photos below a folder, in encounters by time and place; sides by file name. */
  addFolder(projectId: string, folder: string, rule?: GroupingRule): AddedToProject {
    const store = this.open(projectId)
    const inProject = new Set(store.photos().map(({ contentHash }) => contentHash))
    const below = this.#photosBelow(folder)
    const fresh = below.filter(({ details }) => !inProject.has(details.contentHash))
    const proposed = groupIntoEncounters(
      fresh.map(({ path, details }) => ({
        contentHash: details.contentHash,
        fileName: basename(path),
        width: details.width,
        height: details.height,
        takenAt: details.takenAt,
        position: details.gps,
        folder: dirname(path),
      })),
      rule,
    )
    store.atomically(() => {
      for (const { encounter, photos } of proposed) {
        const { encounterId } = store.saveEncounter(encounter)
        for (const { contentHash, fileName, width, height, takenAt } of photos) {
          store.savePhoto({ contentHash, encounterId, fileName, width, height, takenAt })
          const viewpoint = viewpointOfName(fileName)
          store.saveAnnotation({ contentHash, region: WHOLE, viewpoint, quality: null, drawnBy: 'whole photo' })
        }
      }
    })
    return { encounters: proposed.length, photos: fresh.length, known: below.length - fresh.length }
  }

  /** Imports a table, all of it or nothing. Files are found below the folder that the table lies in, else by their name. */
  importCsv(projectId: string, table: CsvTable, mapping: CsvMapping, folder: string, by: string): CsvPlan {
    const store = this.open(projectId)
    const below = this.#photosBelow(folder)
    const byHash = new Map(below.map(({ details, path }) => [details.contentHash, { details, path }]))
    const plan = planCsvImport(table, mapping, (file) => {
      const ending = sep + file.replaceAll(/[/\\]/g, sep)
      const hashes = new Set(below.flatMap(({ path, details }) => (path.endsWith(ending) ? details.contentHash : [])))
      return hashes.size > 1 ? 'several' : ([...hashes][0] ?? null)
    })
    if (!('encounters' in plan)) return plan
    const author = { by, at: new Date().toISOString() }
    const annotated = new Map(store.annotations().map(({ contentHash, annotationId }) => [contentHash, annotationId]))
    store.atomically(() => {
      const ids = new Map<string, string>()
      for (const { individualId, name } of store.identity().individuals.values()) ids.set(name, individualId)
      for (const value of plan.individuals) {
        if (ids.has(value.name)) continue
        const individualId = randomUUID()
        ids.set(value.name, individualId)
        store.append({ kind: 'individual', individualId, value }, author)
      }
      for (const { encounter, photos } of plan.encounters) {
        const { encounterId } = store.saveEncounter(encounter)
        for (const { contentHash, viewpoint, individual } of photos) {
          const { details, path } = byHash.get(contentHash)!
          const { width, height, takenAt } = details
          store.savePhoto({ contentHash, encounterId, fileName: basename(path), width, height, takenAt })
          const drawn = { contentHash, region: WHOLE, viewpoint, quality: null, drawnBy: 'whole photo' }
          // A region that was drawn by hand before stays.
          const annotationId = annotated.get(contentHash) ?? store.saveAnnotation(drawn).annotationId
          if (individual === null) continue
          const replaces = settledBy(store.identity(), [annotationId])
          store.append(decisionFor(annotationId, ids.get(individual)!, 'imported', replaces), author)
        }
      }
    })
    return plan
  }

  /** Ranks the individuals for every open annotation. What is compared is remembered, for the project's own calibration. */
  async identifyOpen(projectId: string, control: MatchControl = {}): Promise<readonly Identification[]> {
    const store = this.open(projectId)
    const matcher = await localMatcher(this.#catalogue, this.#local)
    const { settings } = store.project
    const states = store.identity().states
    const sided = this.#sidedAnnotations(store)
    const open = sided.filter(({ annotationId }) => !states.has(annotationId))
    const settled = sided.filter(({ annotationId }) => states.get(annotationId)?.kind === 'identified')
    const { extractors } = settings
    const calibration = projectCalibration(store, extractors.length === 0 ? matcher.extractors : extractors)
    const ranks = store.shortlistRanks(matcher.shortlistBy ?? '')
    const found: Identification[] = []
    for (const [at, query] of open.entries()) {
      if (control.signal?.aborted === true) throw new ResightError('cancelled', 'Identifying was cancelled')
      const candidates = settled.filter((other) => isComparable(query, other, settings.sameViewpointOnly))
      const identification = await identifyAnnotation(
        matcher,
        query,
        candidates,
        {
          extractors,
          shortlist: shortlistLength(
            candidates.length,
            settings.shortlist,
            measureShortlistRecall(ranks, candidates.length),
          ),
          calibration,
          individualOf: (id) => individualIn(states.get(id)),
          onCompared: (comparisons) => store.rememberComparisons(query.annotationId, comparisons),
        },
        control.signal === undefined ? {} : { signal: control.signal },
      )
      found.push(identification)
      control.onProgress?.(at + 1, open.length)
    }
    return found
  }

  /** Compares all settled annotations with each other and fits the project's own calibration. @returns null: too few pairs */
  async calibrate(projectId: string, control: MatchControl = {}): Promise<ReturnType<typeof fitOwnCalibration>> {
    const store = this.open(projectId)
    const matcher = await localMatcher(this.#catalogue, this.#local)
    const states = store.identity().states
    const settled = this.#sidedAnnotations(store).filter(
      ({ annotationId }) => states.get(annotationId)?.kind === 'identified',
    )
    for (const [at, query] of settled.entries()) {
      const others = settled
        .slice(at + 1)
        .filter((other) => isComparable(query, other, store.project.settings.sameViewpointOnly))
      if (others.length > 0)
        store.rememberComparisons(query.annotationId, await matcher.compare(query, others, [], control))
      control.onProgress?.(at + 1, settled.length)
    }
    if (matcher.shortlistBy !== undefined) {
      const individualOf = (id: string) => individualIn(states.get(id))
      const { sameViewpointOnly } = store.project.settings
      const ranks = await measureShortlist(matcher, settled, individualOf, sameViewpointOnly, control)
      store.saveShortlistRanks(matcher.shortlistBy, ranks)
    }
    return fitOwnCalibration(store, matcher.extractors, new Date().toISOString())
  }

  /** What `review --auto` would accept: best candidates at or above a probability. */
  acceptable(found: readonly Identification[], minProbability: number): readonly AcceptedMatch[] {
    return acceptable(found, minProbability)
  }

  accept(projectId: string, matches: readonly AcceptedMatch[], by: string): readonly LogEntry[] {
    const store = this.open(projectId)
    const author = { by, at: new Date().toISOString() }
    return store.atomically(() =>
      matches.map((match) => store.append(decisionFor(match.annotationId, match.individualId, match), author)),
    )
  }

  /** A file that shows the photo now; null: none can be reached. */
  pathOf(contentHash: string): string | null {
    const photoId = findPhotoByHash(this.#catalogue, contentHash)
    const [path = null] = photoId === null ? [] : preferredPaths(this.#catalogue, [photoId])
    return path !== null && existsSync(path) ? path : null
  }

  async close(): Promise<void> {
    for (const store of this.#stores.values()) store.close()
    await this.#local.close()
    await this.#pool.close()
    closeCatalogue(this.#catalogue)
  }

  #path(projectId: string): string {
    return join(this.#catalogue.folder, PROJECTS_FOLDER, projectId, 'project.sqlite')
  }

  #store(projectId: string): ProjectStore {
    let store = this.#stores.get(projectId)
    if (store === undefined) {
      store = new ProjectStore(new Database(this.#path(projectId)))
      this.#stores.set(projectId, store)
    }
    return store
  }

  #photosBelow(folder: string): readonly { readonly path: string; readonly details: PhotoDetails }[] {
    const prefix = resolve(folder).replace(/[/\\]+$/, '') + sep
    return listFingerprints(this.#catalogue).flatMap(({ photoId, paths }) => {
      const path = paths.find((candidate) => candidate.startsWith(prefix))
      return path === undefined ? [] : [{ path, details: readPhoto(this.#catalogue, photoId) }]
    })
  }

  #sidedAnnotations(store: ProjectStore): readonly (SidedAnnotation & MatchableAnnotation)[] {
    const encounters = new Map(store.photos().map(({ contentHash, encounterId }) => [contentHash, encounterId]))
    return store.annotations().map((annotation) => ({
      ...annotation,
      encounterId: encounters.get(annotation.contentHash)!,
      path: this.pathOf(annotation.contentHash),
    }))
  }
}

function individualIn(state: AnnotationState | undefined): string | null {
  return state?.kind === 'identified' ? state.individualId : null
}
