import { type CommandContext, type CommonOptions, withEngine } from '../context.ts'

/** `resight models` */
export async function models(context: CommandContext, options: CommonOptions): Promise<void> {
  const list = await withEngine(context, options, (engine) => engine.models())
  if (options.json === true) {
    context.output.out(JSON.stringify({ models: list }))
    return
  }
  const width = Math.max(...list.map((model) => model.id.length))
  for (const model of list) {
    const state = model.active ? 'in use' : model.installed ? 'installed' : 'not installed'
    context.output.out(`${model.active ? '*' : ' '} ${model.id.padEnd(width)}  ${state.padEnd(13)}  ${model.licence}`)
    context.output.out(`  ${' '.repeat(width)}  ${model.goodFor}`)
  }
}
