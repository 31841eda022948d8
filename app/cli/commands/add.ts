import { resolve } from 'node:path'
import type { AddReport, Engine, JobControl } from '../../../core/api.ts'
import { type CommandContext, type CommonOptions, withEngine } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import { formatDuration, plural } from '../format.ts'
import { whileInterruptible } from '../while-interruptible.ts'

export interface AddOptions extends CommonOptions {
  readonly exclude?: readonly string[]
}

/** `resight add FOLDER…` */
export async function add(context: CommandContext, folders: readonly string[], options: AddOptions): Promise<void> {
  const request = {
    folders: folders.map((folder) => resolve(folder)),
    ...(options.exclude === undefined ? {} : { exclude: options.exclude }),
  }
  await runIndexing(context, options, (engine, control) => engine.add(request, control))
}

/** `resight rescan` */
export async function rescan(context: CommandContext, options: CommonOptions): Promise<void> {
  await runIndexing(context, options, (engine, control) => engine.rescan(control))
}

/** Runs a job that indexes, with its progress and its report; Ctrl-C stops it after the photos in hand. */
export async function runIndexing(
  context: CommandContext,
  options: CommonOptions,
  job: (engine: Engine, control: JobControl) => Promise<AddReport>,
): Promise<void> {
  const { output } = context
  await whileInterruptible(context, async (control, view) => {
    const report = await withEngine(context, options, (engine) => job(engine, control))
    view.end()
    output.out(options.json === true ? JSON.stringify(report) : describeReport(report))
    if (report.cancelled) context.exit(EXIT.interrupted)
  })
}

/** One or more lines a person understands. */
export function describeReport(report: AddReport): string {
  const counts = [
    `${plural(report.indexed, 'photo')} indexed`,
    `${report.unchanged} unchanged`,
    ...(report.moved > 0 ? [`${report.moved} moved`] : []),
    ...(report.removed > 0 ? [`${report.removed} gone`] : []),
    `${report.failed} failed`,
  ]
  const rate = report.indexed > 0 ? ` (${report.photosPerSecond.toFixed(1)} photos/s)` : ''
  const lines = [`${counts.join(', ')} in ${formatDuration(report.seconds)}${rate}.`]
  if (report.failed > 0) lines.push('`resight failed` lists what could not be read, and why.')
  if (report.cancelled) lines.push('Stopped. Run the same command again to go on from here.')
  return lines.join('\n')
}
