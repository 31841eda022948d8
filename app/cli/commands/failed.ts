import { type CommandContext, type CommonOptions, withEngine } from '../context.ts'
import { printable } from '../format.ts'
import { runIndexing } from './add.ts'

export interface FailedOptions extends CommonOptions {
  readonly retry?: boolean
}

/** `resight failed [--retry]` */
export async function failed(context: CommandContext, options: FailedOptions): Promise<void> {
  if (options.retry === true) {
    await runIndexing(context, options, (engine, control) => engine.retryFailed(control))
    return
  }
  const files = await withEngine(context, options, (engine) => engine.failed())
  if (options.json === true) {
    context.output.out(JSON.stringify({ failed: files }))
    return
  }
  if (files.length === 0) context.output.out('Every file could be read.')
  for (const file of files) context.output.out(`${printable(file.path)}\n    ${printable(file.reason)}`)
}
