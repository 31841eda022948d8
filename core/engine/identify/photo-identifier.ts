import type { Engine, JobControl } from '../../api.ts'
import type { PhotoIdentifier, PhotoIdJobReport, PhotoIdJobRequest } from '../../api/photo-id.ts'
import type { ProjectStore } from '../../identify/store/project-store.ts'
import { ResightError } from '../../types.ts'
import { addFolder } from './add-job.ts'
import { calibrate, calibrationReport, choicesOfShortlist } from './calibration-calls.ts'
import { compareOpen } from './compare-job.ts'
import { importCsv, previewCsv } from './csv-calls.ts'
import * as decisions from './decide-calls.ts'
import { DEMO_PROJECT, makeDemo } from './demo-job.ts'
import { putPhotos, removeEncounter, saveEncounter, takePhotos } from './encounter-calls.ts'
import { exportProject, prepareExport } from './export-project.ts'
import { importProject } from './import-project.ts'
import type { IdentifyParts } from './parts.ts'
import { populationReport } from './population-calls.ts'
import { requirePath } from './project-photos.ts'
import { projectState } from './project-state.ts'
import { drawRegions, removeAnnotation, saveAnnotation } from './region-calls.ts'
import { candidatesOf, matchedPoints, previewAccept, reviewQueue, searchAll } from './review-calls.ts'
import { surveyProjects } from './survey-projects.ts'

/** Photo-ID's part of the engine. */
export type PhotoIdCalls = Pick<Engine, keyof PhotoIdentifier | 'photoIdJob' | 'exportProject' | 'importProject'>

export function photoIdentifier(parts: IdentifyParts): PhotoIdCalls {
  const { catalogue, shelf, matcher, regions } = parts
  const open = (projectId: string): ProjectStore => shelf.open(projectId)
  /** Of jobs under way, the projects that they work on. */
  const worked: string[] = []
  return {
    projects: async () => surveyProjects(shelf).projects,
    damagedProjects: async () => surveyProjects(shelf).damaged,
    createProject: async (value) => shelf.create(value).project,
    saveProject: async (projectId, value) => {
      const { createdAt } = open(projectId).project
      return open(projectId).saveProject(value, { projectId, createdAt })
    },
    deleteProject: async (projectId) => {
      if (worked.includes(projectId)) {
        throw new ResightError('busy', 'The project is being worked on', { remedy: 'Cancel its job first.' })
      }
      shelf.delete(projectId)
    },
    projectState: async (projectId) => projectState(catalogue, open(projectId)),

    saveEncounter: async (projectId, encounterId, value) => saveEncounter(open(projectId), encounterId, value),
    removeEncounter: async (projectId, encounterId) => removeEncounter(open(projectId), encounterId),
    putPhotos: async (projectId, encounterId, ids) => putPhotos(catalogue, open(projectId), encounterId, ids),
    takePhotos: async (projectId, hashes) => takePhotos(open(projectId), hashes),
    previewCsv: async (projectId, table) => {
      open(projectId)
      return previewCsv(catalogue, table)
    },
    importCsv: async (projectId, table, by) => importCsv(catalogue, open(projectId), table, by),

    saveAnnotation: async (projectId, annotationId, value) => saveAnnotation(open(projectId), annotationId, value),
    removeAnnotation: async (projectId, annotationId) => removeAnnotation(open(projectId), annotationId),
    proposeRegions: async (hash, control) => regions.propose(requirePath(catalogue, hash), control?.signal),
    regionAt: async (hash, x, y, control) => regions.regionAt(requirePath(catalogue, hash), x, y, control?.signal),
    refineRegion: async (hash, region, clicks, control) =>
      regions.refine(requirePath(catalogue, hash), region, clicks, control?.signal),

    reviewQueue: async (projectId, control) => reviewQueue(parts, open(projectId), control),
    candidates: async (projectId, id) => candidatesOf(parts, open(projectId), id),
    searchAll: async (projectId, id, control) => searchAll(parts, open(projectId), id, control),
    matchedPoints: async (projectId, query, id, control) => matchedPoints(parts, open(projectId), query, id, control),
    decide: async (projectId, decision, by) => decisions.decide(open(projectId), await matcher(), decision, by),
    undo: async (projectId, entryId, by) => decisions.undo(open(projectId), entryId, by),
    saveIndividual: async (projectId, id, value, by) => decisions.saveIndividual(open(projectId), id, value, by),
    mergeIndividuals: async (projectId, from, into, by) => decisions.mergeIndividuals(open(projectId), from, into, by),
    splitIndividual: async (projectId, ids, value, by) => decisions.splitIndividual(open(projectId), ids, value, by),
    previewAccept: async (projectId, target, control) => previewAccept(parts, open(projectId), target, control),
    accept: async (projectId, matches, by) => decisions.accept(open(projectId), await matcher(), matches, by),
    projectLog: async (projectId, count) => open(projectId).log().slice(-count).reverse(),

    calibrationOf: async (projectId) => calibrationReport(open(projectId), await matcher()),
    shortlistChoices: async (projectId) => choicesOfShortlist(open(projectId), await matcher()),
    population: async (projectId, occasions) => populationReport(open(projectId), occasions),

    photoIdJob: async (request, control) => {
      const projectId = request.kind === 'project-demo' ? DEMO_PROJECT : request.projectId
      worked.push(projectId)
      try {
        return await runJob(parts, request, control)
      } finally {
        worked.splice(worked.indexOf(projectId), 1)
      }
    },
    previewExport: async (projectId, format, options) => {
      const { notes } = prepareExport(catalogue, open(projectId), format, options)
      return { notes }
    },
    exportProject: async (projectId, format, path, options, control) =>
      exportProject(catalogue, open(projectId), format, path, options, control),
    importProject: (path, control, name) => importProject(parts, path, control, name),
  }
}

async function runJob(
  parts: IdentifyParts,
  request: PhotoIdJobRequest,
  control?: JobControl,
): Promise<PhotoIdJobReport> {
  const { shelf } = parts
  switch (request.kind) {
    case 'project-add':
      return addFolder(parts, shelf.open(request.projectId), request, control)
    case 'project-regions':
      return drawRegions(parts, shelf.open(request.projectId), control)
    case 'project-identify':
      return compareOpen(parts, shelf.open(request.projectId), control)
    case 'project-calibrate':
      return calibrate(parts, shelf.open(request.projectId), control)
    case 'project-demo':
      return makeDemo(parts, control)
  }
}
