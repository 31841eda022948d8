import { resolve } from 'node:path'
import { type CommandContext, type CommonOptions, withEngine } from '../context.ts'
import { plural } from '../format.ts'

/** `resight remove FOLDER` */
export async function remove(context: CommandContext, folder: string, options: CommonOptions): Promise<void> {
  const path = resolve(folder)
  const result = await withEngine(context, options, (engine) => engine.remove(path))
  context.output.out(
    options.json === true
      ? JSON.stringify({ folder: path, ...result })
      : `Forgot ${path}: ${plural(result.removed, 'photo')} left the library. No file on disk was touched.`,
  )
}
