import { resolve } from 'node:path'
import { OCCASIONS, PROJECT_EXPORTS } from '../../../../core/api/photo-id.ts'
import { makePopulation } from '../../../../core/identify/synthetic/population.ts'
import { Meter } from '../../../../core/library/indexing/meter.ts'
import { ResightError } from '../../../../core/types.ts'
import type { CommandContext } from '../../context.ts'
import { plural, printable } from '../../format.ts'
import { parseChoice, parseNumber } from '../../option-values.ts'
import { whileInterruptible } from '../../while-interruptible.ts'
import type { Acting, IdentifyOptions } from './acting.ts'
import { argument } from './arguments.ts'
import { findProject } from './find.ts'

/** `export FORMAT FILE` */
export async function exportTo(acting: Acting): Promise<void> {
  const { engine, args, options, control, view, out } = acting
  const { projectId } = await findProject(acting)
  const format = parseChoice(PROJECT_EXPORTS, 'the format', argument(args, 0, 'a format'))
  const path = resolve(argument(args, 1, 'a file to write'))
  const occasions = parseChoice(OCCASIONS, '--occasions', options.occasions ?? 'day')
  const withPhotos = options.withPhotos === true
  const report = await engine.exportProject(projectId, format, path, { occasions, withPhotos }, control)
  view.end()
  out(report, [`Wrote ${report.files.join(', ')}`, ...report.notes].map(printable))
}

/** `import FILE` */
export async function importFrom({ engine, args, control, view, out }: Acting): Promise<void> {
  const report = await engine.importProject(resolve(argument(args, 0, 'a ZIP file')), control)
  view.end()
  const { projectId } = report.project
  const { conflicts, disagreements } = await engine.projectState(projectId)
  out({ ...report, conflicts: conflicts.length, disagreements: disagreements.length }, [
    `${report.merged ? 'Merged into' : 'Opened'} project ${projectId}: ${report.entries} new log entries, ` +
      `${plural(report.photos, 'new photo')}, ${plural(disagreements.length, 'disagreement')}, ` +
      `${plural(conflicts.length, 'conflict')}.`,
  ])
}

/** `demo` without a folder: the demo project, in this library. */
export async function makeDemoProject({ engine, control, view, out }: Acting): Promise<void> {
  const report = await engine.photoIdJob({ kind: 'project-demo' }, control)
  view.end()
  const projectId = 'projectId' in report ? report.projectId : ''
  out(report, [`The demo project is ready: ${projectId}`])
}

/** `demo DIR`: a drawn population in a folder. */
export async function drawPopulation(
  context: CommandContext,
  folder: string,
  options: IdentifyOptions,
  out: Acting['out'],
): Promise<void> {
  const whole = (name: string, text: string | undefined, otherwise: number) =>
    text === undefined ? otherwise : parseNumber(name, text)
  const settings = {
    seed: whole('--seed', options.seed, 1),
    individuals: whole('--individuals', options.individuals, 12),
    photos: whole('--photos', options.photos, 4),
  }
  await whileInterruptible(context, async ({ signal, onProgress }, view) => {
    const meter = new Meter('draw', settings.individuals * settings.photos, onProgress, () => performance.now())
    const onDrawn = (file: string): void => {
      meter.add(1, 0, file)
      if (signal?.aborted === true) throw new ResightError('cancelled', 'Drawing was stopped')
    }
    const made = await makePopulation(resolve(folder), settings, { onDrawn })
    view.end()
    out(made, [`Made ${plural(made.length, 'photo')} of ${plural(settings.individuals, 'individual')}.`])
  })
}
