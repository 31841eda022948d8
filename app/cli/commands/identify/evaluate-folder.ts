import { resolve } from 'node:path'
import { DEVICES } from '../../../../core/api.ts'
import { evaluateIdentifyFolder } from '../../../../core/engine/identify-eval.ts'
import { type CommandContext, withEngine } from '../../context.ts'
import { parseChoice, parseNumber } from '../../option-values.ts'
import { whileInterruptible } from '../../while-interruptible.ts'
import { describeIdentifyEval } from '../identify-text.ts'
import type { Acting, IdentifyOptions } from './acting.ts'
import { argument, evaluationLibrary } from './arguments.ts'

const REGIONS = ['auto', 'whole'] as const
const ROTATIONS = ['1', '4'] as const

/** `eval DIR`. Photos that are measured on stay out of the person's own library. */
export async function evaluateFolder(
  context: CommandContext,
  args: readonly string[],
  options: IdentifyOptions,
  out: Acting['out'],
): Promise<void> {
  const folder = resolve(argument(args, 0, 'a folder'))
  const library = options.library ?? evaluationLibrary(folder)
  const { shortlist = 'all', extractors } = options
  const settings = {
    library,
    device: options.device === undefined ? 'auto' : parseChoice(DEVICES, '--device', options.device),
    sameViewpointOnly: options.anySide !== true,
    regions: parseChoice(REGIONS, '--regions', options.regions ?? 'auto'),
    rotations: parseChoice(ROTATIONS, '--rotations', options.rotations ?? '1') === '4' ? 4 : 1,
    ...(extractors !== undefined && { extractors: extractors.split(',').map((name) => name.trim()) }),
    ...(shortlist !== 'all' && { shortlist: parseNumber('--shortlist', shortlist) }),
  } as const
  await whileInterruptible(context, async (control, view) => {
    await withEngine(context, { ...options, library }, (engine) => engine.add({ folders: [folder] }, control))
    view.end()
    const signal = control.signal === undefined ? {} : { signal: control.signal }
    const onProgress = (done: number, total: number) => view.showQueries(done, total)
    const report = await evaluateIdentifyFolder(folder, settings, { ...signal, onProgress })
    view.end()
    out(report, describeIdentifyEval(report))
  })
}
