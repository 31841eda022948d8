import { PROJECT_EXPORTS } from '../../../core/api/photo-id.ts'
import { VERDICTS } from '../../../core/api/identify.ts'
import { type CommandContext, withEngine } from '../context.ts'
import { printable } from '../format.ts'
import { parseChoice } from '../option-values.ts'
import { whileInterruptible } from '../while-interruptible.ts'
import type { Acting, Action, IdentifyOptions } from './identify/acting.ts'
import { conflicts, decide, log, merge, rename, split, undo } from './identify/decide-actions.ts'
import { evaluateFolder } from './identify/evaluate-folder.ts'
import { drawPopulation, exportTo, importFrom, makeDemoProject } from './identify/file-actions.ts'
import { addToProject, deleteProject, drawRegions, listProjects } from './identify/project-actions.ts'
import { calibrate, queue, review, run } from './identify/review-actions.ts'

export type { IdentifyOptions } from './identify/acting.ts'

/** Those that are done on an open library. */
const ACTIONS = {
  list: listProjects,
  add: addToProject,
  regions: drawRegions,
  run,
  queue,
  decide,
  undo,
  log,
  merge,
  split,
  rename,
  conflicts,
  calibrate,
  review,
  export: exportTo,
  import: importFrom,
  delete: deleteProject,
  demo: makeDemoProject,
} satisfies Readonly<Record<string, Action>>

const NAMES = [...(Object.keys(ACTIONS) as (keyof typeof ACTIONS)[]), 'eval'] as const

export const IDENTIFY_HELP = `
Actions:
  list                    the library's projects
  add DIR                 index DIR and add its photos, in encounters by time and place, or as --csv FILE says
  regions                 outline the animals on photos that are looked at whole
  run                     compare every open photo, and rank the known individuals for it
  queue                   the same from what was compared so far, the most certain first
  decide PHOTO VERDICT [INDIVIDUAL]
                          ${VERDICTS.join(', ')}
  undo [ENTRY]            take an entry of the log back (default: your last); an undo too
  log                     who decided what, newest first
  merge FROM INTO         two individuals are one
  split NAME PHOTO…       these photos are another animal
  rename INDIVIDUAL NAME
  conflicts               what contradicts itself, and where two people disagree
  calibrate               compare what is identified, and fit P(same) from it
  review --auto           show what would be accepted at --precision; --accept accepts it
  export FORMAT FILE      ${PROJECT_EXPORTS.join(', ')}
  import FILE             open a project's ZIP, or lay a colleague's log beside yours
  delete --project ID --yes
  eval DIR                measure on DIR, a folder an individual: all extractors together, and each alone
  demo [DIR]              make the demo project; with DIR, draw a population there to try all this on

PHOTO is a file's name, or an annotation's id where a photo shows several animals; INDIVIDUAL a name or an id.`

/** `resight identify ACTION …` */
export async function identify(
  context: CommandContext,
  actionName: string,
  args: readonly string[],
  options: IdentifyOptions,
): Promise<void> {
  const action = parseChoice(NAMES, 'the action', actionName)
  const out: Acting['out'] = (value, lines) =>
    options.json === true
      ? context.output.out(JSON.stringify(value))
      : lines.forEach((line) => context.output.out(line))
  const warn: Acting['warn'] = (line) => context.output.err(printable(line))
  if (action === 'demo' && args[0] !== undefined) return drawPopulation(context, args[0], options, out)
  if (action === 'eval') return evaluateFolder(context, args, options, out)
  const by = options.by ?? process.env['USER'] ?? process.env['USERNAME'] ?? ''
  await whileInterruptible(context, (control, view) =>
    withEngine(context, options, (engine) =>
      ACTIONS[action]({ engine, args, options, control, view, by, out, warn, exit: context.exit }),
    ),
  )
}
