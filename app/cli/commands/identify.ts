import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { DEVICES } from '../../../core/api.ts'
import type { Project } from '../../../core/api/identify.ts'
import { evaluateIdentifyFolder } from '../../../core/engine/identify-eval.ts'
import { EXPORT_FORMATS, exportProject } from '../../../core/engine/identify-export.ts'
import { importProjectZip } from '../../../core/engine/identify-import.ts'
import { PhotoIdentification } from '../../../core/engine/identify.ts'
import { readCsvTable } from '../../../core/identify/encounters/csv-table.ts'
import { makePopulation } from '../../../core/identify/synthetic/population.ts'
import { libraryFolder } from '../../../core/remote/library-folder.ts'
import { invalidArgument, ResightError } from '../../../core/types.ts'
import { type CommandContext, type CommonOptions, withEngine } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import { plural, printable } from '../format.ts'
import { interruptSignal } from '../interrupt.ts'
import { parseChoice, parseNumber } from '../option-values.ts'
import { ProgressView } from '../progress.ts'
import { argument, evaluationLibrary, mappingOf } from './identify-arguments.ts'
import { describeIdentifyEval, describeIdentifications } from './identify-text.ts'

export interface IdentifyOptions extends CommonOptions {
  readonly project?: string
  readonly species?: string
  readonly population?: string
  readonly csv?: string
  readonly map?: readonly string[]
  readonly by?: string
  readonly gapMinutes?: string
  readonly gapMetres?: string
  readonly auto?: boolean
  readonly precision?: string
  readonly accept?: boolean
  readonly anySide?: boolean
  readonly withPhotos?: boolean
  readonly occasions?: string
  readonly individuals?: string
  readonly photos?: string
  readonly seed?: string
}

export const IDENTIFY_ACTIONS = [
  'list',
  'add',
  'run',
  'calibrate',
  'review',
  'export',
  'import',
  'eval',
  'demo',
] as const

export const IDENTIFY_HELP = `
Actions:
  list                    the library's projects
  add DIR                 index DIR and add its photos, in encounters by time and place, or as --csv FILE says
  run                     rank the known individuals for every open photo
  calibrate               compare what is identified, and fit P(same) from it
  review --auto           show what would be accepted at --precision; --accept accepts it
  export FORMAT FILE      ${EXPORT_FORMATS.join(', ')}
  import FILE             open a project's ZIP, or lay a colleague's log beside yours
  eval DIR                measure on DIR, a folder an individual
  demo DIR                make a synthetic population to try all this on`

/** `resight identify ACTION …` */
export async function identify(
  context: CommandContext,
  actionName: string,
  args: readonly string[],
  options: IdentifyOptions,
): Promise<void> {
  const action = parseChoice(IDENTIFY_ACTIONS, 'the action', actionName)
  const out = (value: unknown, lines: readonly string[]) =>
    options.json === true
      ? context.output.out(JSON.stringify(value))
      : lines.forEach((line) => context.output.out(line))
  if (action === 'demo') {
    const whole = (name: string, text: string | undefined, otherwise: number) =>
      text === undefined ? otherwise : parseNumber(name, text)
    const settings = {
      seed: whole('--seed', options.seed, 1),
      individuals: whole('--individuals', options.individuals, 12),
      photos: whole('--photos', options.photos, 4),
    }
    const made = await makePopulation(resolve(argument(args, 0, 'a folder')), settings)
    return out(made, [`Made ${plural(made.length, 'photo')} of ${plural(settings.individuals, 'individual')}.`])
  }
  const view = new ProgressView(context.output)
  const interrupt = interruptSignal(() => view.end())
  const control = {
    signal: interrupt.signal,
    onProgress: (done: number, total: number) => view.showQueries(done, total),
  }
  // Photos that are measured on stay out of the person's own library.
  const library =
    action === 'eval' && options.library === undefined
      ? evaluationLibrary(argument(args, 0, 'a folder'))
      : libraryFolder(options.library)
  const device = options.device === undefined ? 'auto' : parseChoice(DEVICES, '--device', options.device)
  const index = async (folder: string) => {
    const add = { folders: [folder] }
    const onProgress = view.show.bind(view)
    await withEngine(context, { ...options, library }, (engine) =>
      engine.add(add, { signal: interrupt.signal, onProgress }),
    )
    view.end()
  }
  try {
    if (action === 'eval' || action === 'add') await index(resolve(argument(args, 0, 'a folder')))
    if (action === 'eval') {
      const settings = { library, device, sameViewpointOnly: options.anySide !== true }
      const report = await evaluateIdentifyFolder(resolve(args[0]!), settings, control)
      view.end()
      return out(report, describeIdentifyEval(report))
    }
    const photoId = new PhotoIdentification(library, device)
    try {
      await act(photoId, action, { args, options, control, out, view, exit: context.exit, index })
    } finally {
      view.end()
      await photoId.close()
    }
  } finally {
    view.end()
    interrupt.release()
  }
}

interface Acting {
  readonly args: readonly string[]
  readonly options: IdentifyOptions
  readonly control: Parameters<PhotoIdentification['identifyOpen']>[1]
  readonly out: (value: unknown, lines: readonly string[]) => void
  readonly view: ProgressView
  readonly exit: CommandContext['exit']
  readonly index: (folder: string) => Promise<void>
}

async function act(
  photoId: PhotoIdentification,
  action: 'list' | 'add' | 'run' | 'calibrate' | 'review' | 'export' | 'import',
  { args, options, control, out, view, exit, index }: Acting,
): Promise<void> {
  const by = options.by ?? process.env['USER'] ?? process.env['USERNAME'] ?? ''
  switch (action) {
    case 'list': {
      const projects = photoId.projects()
      return out(
        projects,
        projects.map(({ projectId, species, population }) => `${projectId}  ${printable(`${species}  ${population}`)}`),
      )
    }
    case 'add': {
      const { projectId } = findProject(photoId, options, true)
      const folder = resolve(args[0]!)
      if (options.csv === undefined) {
        const rule = {
          gapMinutes: options.gapMinutes === undefined ? 30 : parseNumber('--gap-minutes', options.gapMinutes),
          gapMetres: options.gapMetres === undefined ? 500 : parseNumber('--gap-metres', options.gapMetres),
        }
        const added = photoId.addFolder(projectId, folder, rule)
        return out({ projectId, ...added }, [
          `Added ${plural(added.photos, 'photo')} in ${plural(added.encounters, 'encounter')}; ${added.known} were there already.`,
        ])
      }
      const path = resolve(options.csv)
      const table = readCsvTable(await readFile(path), path)
      const mapping = mappingOf(table.header, options.map)
      const shown = Object.entries(mapping).map(([field, column]) => `  ${field} = ${table.header[column]}`)
      const plan = photoId.importCsv(projectId, table, mapping, folder, by)
      if ('encounters' in plan) {
        return out({ projectId, mapping, ...plan }, [
          'Columns:',
          ...shown,
          `Imported ${plural(plan.encounters.length, 'encounter')}, ${plural(plan.individuals.length, 'individual')}.`,
        ])
      }
      exit(EXIT.input)
      const errors = plan.errors.map(({ line, field, message }) => printable(`  line ${line}, ${field}: ${message}`))
      return out({ projectId, mapping, ...plan }, ['Columns:', ...shown, 'Nothing was imported:', ...errors])
    }
    case 'run': {
      const { projectId } = findProject(photoId, options, false)
      const found = await photoId.identifyOpen(projectId, control)
      view.end()
      return out(found, describeIdentifications(photoId.open(projectId), found))
    }
    case 'calibrate': {
      const { projectId } = findProject(photoId, options, false)
      const fits = await photoId.calibrate(projectId, control)
      view.end()
      return out(
        fits,
        fits.map(({ extractor, same, different, reliability }) => {
          const pairs = `${same} pairs of one animal, ${different} of two`
          return reliability === null
            ? `${extractor}: ${pairs}; 100 of each are needed. Nothing was fitted.`
            : `${extractor}: ${pairs}; calibration error ${reliability.ece.toFixed(3)} (two-fold)`
        }),
      )
    }
    case 'review': {
      if (options.auto !== true) {
        throw new ResightError('unsupported', 'Reviewing one by one is what the window is for', {
          remedy: 'Pass --auto.',
        })
      }
      const project = findProject(photoId, options, false)
      const minimum =
        options.precision === undefined
          ? project.settings.precisionTarget
          : parseNumber('--precision', options.precision)
      if (!(minimum > 0.5 && minimum <= 1)) throw invalidArgument('--precision', 'more than 0.5 and at most 1', minimum)
      const found = await photoId.identifyOpen(project.projectId, control)
      view.end()
      const matches = photoId.acceptable(found, minimum)
      const entries = options.accept === true ? photoId.accept(project.projectId, matches, by) : []
      const isCalibrated = found.some(({ probabilityNew }) => probabilityNew !== null)
      const shown = describeIdentifications(
        photoId.open(project.projectId),
        found.filter(({ annotationId }) => matches.some((match) => match.annotationId === annotationId)),
      )
      const last = !isCalibrated
        ? 'No probability can be said yet: identify some photos, then run `resight identify calibrate`.'
        : options.accept === true
          ? `Accepted ${plural(entries.length, 'match', 'matches')}. Each can be undone.`
          : `${plural(matches.length, 'match', 'matches')} would be accepted at P ≥ ${minimum}. Pass --accept to accept.`
      return out({ minimum, matches, accepted: entries.length }, [...shown, last])
    }
    case 'export': {
      const { projectId } = findProject(photoId, options, false)
      const format = parseChoice(EXPORT_FORMATS, 'the format', argument(args, 0, 'a format'))
      const path = resolve(argument(args, 1, 'a file to write'))
      const report = await exportProject(photoId, projectId, format, path, {
        occasions: options.occasions ?? 'day',
        withPhotos: options.withPhotos === true,
      })
      return out(report, [`Wrote ${report.files.join(', ')}`, ...report.notes])
    }
    case 'import': {
      const report = await importProjectZip(photoId, resolve(argument(args, 0, 'a ZIP file')))
      if (report.unpacked !== null) await index(report.unpacked)
      return out(report, [
        `${report.isNew ? 'Opened' : 'Merged into'} project ${report.projectId}: ${report.entries} new log entries, ${plural(report.photos, 'new photo')}, ${plural(report.disagreements, 'disagreement')}, ${plural(report.conflicts, 'conflict')}.`,
      ])
    }
  }
}

/** The project that is named, or the only one; `add` makes the first. */
function findProject(photoId: PhotoIdentification, options: IdentifyOptions, mayCreate: boolean): Project {
  const projects = photoId.projects()
  if (options.project !== undefined) return photoId.open(options.project).project
  if (options.species !== undefined) {
    const known = projects.find(
      ({ species, population }) => species === options.species && population === (options.population ?? ''),
    )
    if (known !== undefined) return known
    if (mayCreate) {
      const settings = {
        precisionTarget: 0.99,
        shortlist: null,
        extractors: [],
        sameViewpointOnly: options.anySide !== true,
      }
      return photoId.create({ species: options.species, population: options.population ?? '', settings })
    }
  }
  const [only, ...others] = projects
  if (only !== undefined && others.length === 0 && options.species === undefined) return only
  throw new ResightError(
    'invalid-argument',
    projects.length === 0 ? 'There is no project yet' : 'Which project is not clear',
    {
      remedy:
        projects.length === 0
          ? 'Make one: `resight identify add DIR --species "Phoca vitulina"`.'
          : 'Pass --project ID; `resight identify list` shows them.',
    },
  )
}
