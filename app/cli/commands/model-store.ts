import { join, resolve } from 'node:path'
import { DTYPE_SUFFIXES, type Dtype } from '../../../core/encoders/model-folder.ts'
import { modelsFoldersOf } from '../../../core/encoders/models-folders.ts'
import { getModel } from '../../../core/encoders/store/get.ts'
import { importModel } from '../../../core/encoders/store/import.ts'
import type { StoreProgress } from '../../../core/encoders/store/meter.ts'
import type { InstallRecord } from '../../../core/encoders/store/record.ts'
import { verifyModel } from '../../../core/encoders/store/verify.ts'
import { ResightError } from '../../../core/types.ts'
import { type CommandContext, type CommonOptions, withEngine } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import { formatBytes, formatDuration, plural } from '../format.ts'
import { interruptSignal } from '../interrupt.ts'
import { libraryFolder } from '../../../core/remote/library-folder.ts'
import { parseChoice } from '../option-values.ts'
import { ProgressView } from '../progress.ts'
import { forgetVectors, useModel, type UseOptions } from './use-model.ts'

const DTYPES = Object.keys(DTYPE_SUFFIXES) as readonly Dtype[]
const ACTIONS = ['get', 'use', 'import', 'verify', 'remove', 'forget'] as const

export interface ModelsOptions extends UseOptions {
  readonly dtype?: string
}

/** What `resight models --help` says of the actions. */
export const MODELS_HELP = `
Actions:
  list            the models there are (the default): which is in use, how many photos each has encoded
  get ID          download a model; goes on where it stopped. The only command that uses the network
  use ID          switch the library to a model: shows what it costs, encodes every photo in the background of
                  searches, newest first, and takes over when all is done. Stopped, it goes on at the next call
  import FOLDER   copy a model from a folder, for instance on a stick
  verify ID       read every byte of a model again and open it
  remove ID       delete a model's files; what it made of the photos stays
  forget ID       drop what a model made of the photos; its files stay

Examples:
  resight models get siglip2-base-patch16-224
  resight models use siglip2-base-patch16-224 --dry-run`

/** `resight models ACTION NAME`, on the library's own models folder. */
export async function changeModels(
  context: CommandContext,
  action: string,
  name: string | undefined,
  options: ModelsOptions,
): Promise<void> {
  const chosen = parseChoice(ACTIONS, 'the action', action)
  if (name === undefined) {
    const wanted = chosen === 'import' ? 'a folder' : 'a model id'
    throw new ResightError('invalid-argument', `resight models ${action} needs ${wanted}`, {
      remedy: '`resight models` lists the models there are.',
    })
  }
  const dtype = options.dtype === undefined ? undefined : parseChoice(DTYPES, '--dtype', options.dtype)
  refuseStray(chosen, options)
  switch (chosen) {
    case 'use':
      return useModel(context, name, options)
    case 'forget':
      return forgetVectors(context, name, options)
    case 'remove':
      await withEngine(context, options, (engine) => engine.removeModel(name))
      return context.output.out(
        options.json === true
          ? JSON.stringify({ id: name, removed: true })
          : `${name} is removed. What it made of your photos stays; \`resight models forget ${name}\` drops that, too.`,
      )
    default:
      return transfer(context, chosen, name, { ...options, dtype })
  }
}

/** An option that would do nothing is a misunderstanding. */
function refuseStray(action: string, { dtype, dryRun }: ModelsOptions): void {
  const stray = dtype !== undefined && action !== 'get' ? '--dtype' : dryRun && action !== 'use' ? '--dry-run' : null
  if (stray === null) return
  const remedy = stray === '--dtype' ? 'It belongs to `resight models get`.' : 'It belongs to `resight models use`.'
  throw new ResightError('invalid-argument', `resight models ${action} takes no ${stray}`, { remedy })
}

async function transfer(
  context: CommandContext,
  action: 'get' | 'import' | 'verify',
  name: string,
  options: CommonOptions & { readonly dtype: Dtype | undefined },
): Promise<void> {
  const library = libraryFolder(options.library)
  const modelsFolder = join(library, 'models')
  const view = new ProgressView(context.output)
  const interrupt = interruptSignal(() => view.end())
  const control = { signal: interrupt.signal, onProgress: (at: StoreProgress) => view.showText(describeProgress(at)) }
  const say = (value: object, text: string): void => {
    view.end()
    context.output.out(options.json === true ? JSON.stringify(value) : text)
  }
  try {
    switch (action) {
      case 'get': {
        const { dtype } = options
        return sayInstalled(await getModel(name, { modelsFolder, ...control, ...(dtype && { dtype }) }), say)
      }
      case 'import':
        return sayInstalled(await importModel(resolve(name), { modelsFolder, ...control }), say)
      case 'verify': {
        const report = await verifyModel(name, modelsFoldersOf(library), control)
        const good = `${name}: ${plural(report.compared, 'file')} compared, and the model opens.`
        say(report, report.problems.length === 0 ? good : report.problems.map((text) => `${name}: ${text}.`).join('\n'))
        if (report.problems.length > 0) context.exit(EXIT.input)
      }
    }
  } finally {
    view.end()
    interrupt.release()
  }
}

function sayInstalled(record: InstallRecord, say: (value: object, text: string) => void): void {
  const bytes = record.files.reduce((sum, file) => sum + file.bytes, 0)
  const next = `Use it with \`resight models use ${record.id}\`, which encodes your photos with it.`
  say(record, `${record.id} is installed: ${plural(record.files.length, 'file')}, ${formatBytes(bytes)}.\n${next}`)
}

function describeProgress(at: StoreProgress): string {
  const left = at.secondsLeft === null ? '' : `  ${formatDuration(at.secondsLeft)} left`
  return `${at.phase}  ${at.file}  ${formatBytes(at.doneBytes)} of ${formatBytes(at.totalBytes)}  ${formatBytes(at.bytesPerSecond)}/s${left}`
}
