import type { ModelStatus } from '../../../core/api.ts'
import { type CommandContext, type CommonOptions, withEngine } from '../context.ts'
import { formatBytes, plural } from '../format.ts'

/** `resight models [list]` */
export async function models(context: CommandContext, options: CommonOptions): Promise<void> {
  const list = await withEngine(context, options, (engine) => engine.models())
  if (options.json === true) {
    context.output.out(JSON.stringify({ models: list }))
    return
  }
  const width = Math.max(...list.map((model) => model.id.length))
  for (const model of list) {
    const lines = [facts(model), model.goodFor, ...(model.warning === null ? [] : [`Warning: ${model.warning}`])]
    context.output.out(`${model.active ? '*' : ' '} ${model.id.padEnd(width)}  ${lines[0]}`)
    for (const line of lines.slice(1)) context.output.out(`  ${' '.repeat(width)}  ${line}`)
  }
}

/** `in use, 1,200 photos encoded · 32.9 MB · memory 250 MB · en · Apache-2.0` */
function facts(model: ModelStatus): string {
  const state = model.active ? 'in use' : model.installed ? 'installed' : 'not installed'
  return [
    model.encoded === 0 ? state : `${state}, ${plural(model.encoded, 'photo')} encoded`,
    formatBytes(model.bytes),
    ...(model.memoryBytes === null ? [] : [`memory ${formatBytes(model.memoryBytes)}`]),
    ...languages(model),
    model.licence,
  ].join(' · ')
}

/** BCP 47 has codes for "many" and for what has nothing to do with language. */
function languages({ languages: codes }: ModelStatus): readonly string[] {
  if (codes.includes('mul')) return ['many languages']
  return codes.length === 0 || codes.includes('zxx') ? [] : [codes.join(' ')]
}
