import { join, resolve } from 'node:path'
import { modelsFoldersOf } from '../../../core/encoders/models-folders.ts'
import { getModel } from '../../../core/encoders/store/get.ts'
import { importModel } from '../../../core/encoders/store/import.ts'
import type { StoreProgress } from '../../../core/encoders/store/meter.ts'
import type { InstallRecord } from '../../../core/encoders/store/record.ts'
import { removeModel } from '../../../core/encoders/store/remove.ts'
import { verifyModel } from '../../../core/encoders/store/verify.ts'
import { ResightError } from '../../../core/types.ts'
import type { CommandContext, CommonOptions } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import { formatBytes, formatDuration, plural } from '../format.ts'
import { interruptSignal } from '../interrupt.ts'
import { libraryFolder } from '../../../core/remote/library-folder.ts'
import { parseChoice } from '../option-values.ts'
import { ProgressView } from '../progress.ts'

const ACTIONS = ['get', 'import', 'verify', 'remove'] as const

/** `resight models get ID | import FOLDER | verify ID | remove ID`, on the library's own models folder. */
export async function changeModels(
  context: CommandContext,
  action: string,
  name: string | undefined,
  options: CommonOptions,
): Promise<void> {
  const chosen = parseChoice(ACTIONS, 'the action', action)
  if (name === undefined) {
    throw new ResightError(
      'invalid-argument',
      `resight models ${action} needs ${chosen === 'import' ? 'a folder' : 'a model id'}`,
      {
        remedy: '`resight models` lists the models there are.',
      },
    )
  }
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
    switch (chosen) {
      case 'get':
        return sayInstalled(await getModel(name, { modelsFolder, ...control }), say)
      case 'import':
        return sayInstalled(await importModel(resolve(name), { modelsFolder, ...control }), say)
      case 'remove':
        await removeModel(name, modelsFolder)
        return say({ id: name, removed: true }, `${name} is removed. Photos keep the vectors it made.`)
      case 'verify': {
        const report = await verifyModel(name, modelsFoldersOf(library), { signal: interrupt.signal })
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
  const next = `Use it with \`resight rescan --model ${record.id}\`, which encodes your photos with it.`
  say(record, `${record.id} is installed: ${plural(record.files.length, 'file')}, ${formatBytes(bytes)}.\n${next}`)
}

function describeProgress(at: StoreProgress): string {
  const left = at.secondsLeft === null ? '' : `  ${formatDuration(at.secondsLeft)} left`
  return `${at.phase}  ${at.file}  ${formatBytes(at.doneBytes)} of ${formatBytes(at.totalBytes)}  ${formatBytes(at.bytesPerSecond)}/s${left}`
}
