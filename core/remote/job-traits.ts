import type { JobRequest, PlainError } from '../api/shell.ts'

interface JobTraits {
  /** Whether it waits for others of its kind: it writes the catalogue, or measures. */
  readonly isAlone: boolean
  /** Whether what a shell has read may be stale after it. */
  readonly changesLibrary: boolean
  /** Whether, begun anew, it goes on from what is stored. */
  readonly goesOn: boolean
  /** What a person calls it. */
  readonly name: string
}

const TRAITS: Readonly<Record<JobRequest['kind'], JobTraits>> = {
  add: { isAlone: true, changesLibrary: true, goesOn: true, name: 'Adding photos' },
  'add-samples': { isAlone: true, changesLibrary: true, goesOn: true, name: 'Adding the sample photos' },
  rescan: { isAlone: true, changesLibrary: true, goesOn: true, name: 'Looking for changes' },
  retry: { isAlone: true, changesLibrary: true, goesOn: true, name: 'Reading failed files again' },
  'use-model': { isAlone: true, changesLibrary: true, goesOn: true, name: 'Switching the model' },
  'get-model': { isAlone: false, changesLibrary: true, goesOn: true, name: 'Downloading the model' },
  'import-model': { isAlone: false, changesLibrary: true, goesOn: false, name: 'Importing the model' },
  'verify-model': { isAlone: false, changesLibrary: false, goesOn: false, name: 'Checking the model' },
  // Beside an indexing run the figures would be those of a busy machine.
  'measure-devices': { isAlone: true, changesLibrary: true, goesOn: false, name: 'Measuring the devices' },
  'project-add': { isAlone: true, changesLibrary: true, goesOn: true, name: 'Adding photos to the project' },
  'project-regions': { isAlone: true, changesLibrary: true, goesOn: true, name: 'Looking for the animals' },
  // Each takes all cores: beside another, both would take twice as long.
  'project-identify': { isAlone: true, changesLibrary: true, goesOn: true, name: 'Comparing the animals' },
  'project-calibrate': { isAlone: true, changesLibrary: true, goesOn: true, name: 'Calibrating the project' },
  'project-demo': { isAlone: true, changesLibrary: true, goesOn: true, name: 'Making the demo project' },
  // It only reads, and a person waits for the file.
  'project-export': { isAlone: false, changesLibrary: false, goesOn: true, name: 'Exporting the project' },
  'project-import': { isAlone: true, changesLibrary: true, goesOn: true, name: 'Opening the project file' },
}

/** A job under which the engine died this often without getting on is likely what kills it. */
const MAX_DEATHS = 3

export function traitsOf(request: JobRequest): JobTraits {
  return TRAITS[request.kind]
}

/** @param deaths how often the engine died under this job without its getting on */
export function afterEngineDeath(request: JobRequest, deaths: number): 'again' | PlainError {
  const { goesOn, name } = traitsOf(request)
  const code = 'engine-restarted'
  if (!goesOn) {
    return { code, message: `${name} was interrupted because the engine stopped unexpectedly. Please start it again.` }
  }
  if (deaths < MAX_DEATHS) return 'again'
  const message =
    `${name} was given up: the engine stopped ${deaths} times during it. What was done so far is kept. ` +
    'Start it again to go on; if it stops at the same photo, exclude that photo’s folder.'
  return { code, message }
}
