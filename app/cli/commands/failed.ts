import { type CommandContext, type CommonOptions, withEngine } from '../context.ts'
import { printable } from '../format.ts'

/** `resight failed` */
export async function failed(context: CommandContext, options: CommonOptions): Promise<void> {
  const files = await withEngine(context, options, (engine) => engine.failed())
  if (options.json === true) {
    context.output.out(JSON.stringify({ failed: files }))
    return
  }
  if (files.length === 0) context.output.out('Every file could be read.')
  for (const file of files) context.output.out(`${printable(file.path)}\n    ${printable(file.reason)}`)
}
