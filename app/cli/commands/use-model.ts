import type { SwitchCost, UseReport } from '../../../core/api/models.ts'
import { type CommandContext, type CommonOptions, withEngine } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import { formatBytes, formatDuration, plural } from '../format.ts'
import { whileInterruptible } from '../while-interruptible.ts'

export interface UseOptions extends CommonOptions {
  readonly dryRun?: boolean
}

/** `resight models use ID [--dry-run]`: says what it costs, then does it. */
export async function useModel(context: CommandContext, id: string, options: UseOptions): Promise<void> {
  const { output } = context
  await whileInterruptible(context, (control, view) =>
    withEngine(context, options, async (engine) => {
      const cost = await engine.switchCost(id)
      if (options.dryRun === true) {
        output.out(options.json === true ? JSON.stringify(cost) : describeCost(cost))
        return
      }
      output.err(describeCost(cost))
      const report = await engine.useModel(id, control)
      view.end()
      output.out(options.json === true ? JSON.stringify(report) : describeUse(report))
      if (report.cancelled) context.exit(EXIT.interrupted)
    }),
  )
}

/** `resight models forget ID`: the vectors, not the model. */
export async function forgetVectors(context: CommandContext, id: string, options: CommonOptions): Promise<void> {
  await withEngine(context, options, async (engine) => {
    const spaces = (await engine.status()).spaces.filter((space) => space.model === id)
    const idle = spaces.filter((space) => !space.active)
    // The engine's own words for what is in use, or was never there.
    const wanted = idle.length > 0 ? idle : [{ id: spaces[0]?.id ?? id, encoded: 0 }]
    let bytes = 0
    for (const space of wanted) bytes += (await engine.forgetSpace(space.id)).bytes
    const encoded = wanted.reduce((sum, space) => sum + space.encoded, 0)
    const text = `Dropped what ${id} made of ${plural(encoded, 'photo')}: ${formatBytes(bytes)}.`
    context.output.out(options.json === true ? JSON.stringify({ model: id, encoded, bytes }) : text)
  })
}

function describeCost({ model, photosToEncode, bytes, freeBytes, secondsEstimate }: SwitchCost): string {
  if (photosToEncode === 0) return `Every photo is encoded by ${model} already: it takes over at once.`
  const time =
    secondsEstimate === null
      ? 'How long it takes is not known yet: it was never measured here.'
      : `It takes about ${formatDuration(secondsEstimate)}.`
  return [
    `${plural(photosToEncode, 'photo')} to encode by ${model}: ${formatBytes(bytes)} on the disk, ${formatBytes(freeBytes)} are free.`,
    `${time} Until then the model in use goes on answering.`,
  ].join('\n')
}

function describeUse({ model, encoded, failed, outOfReach, cancelled, seconds }: UseReport): string {
  const lines = [`${plural(encoded, 'photo')} encoded by ${model} in ${formatDuration(seconds)}, ${failed} failed.`]
  if (failed > 0) lines.push('`resight failed` lists what could not be read, and why.')
  if (outOfReach > 0) {
    const photos = plural(outOfReach, 'photo is', 'photos are')
    lines.push(`${photos} out of reach (offline, gone or changed): run \`resight rescan\` when the drive is back.`)
  }
  lines.push(
    cancelled
      ? `Stopped; the library still uses the model it used before. \`resight models use ${model}\` goes on from here.`
      : `The library uses ${model} from now on.`,
  )
  return lines.join('\n')
}
