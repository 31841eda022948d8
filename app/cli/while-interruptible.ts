import type { JobControl } from '../../core/api.ts'
import type { CommandContext } from './context.ts'
import { interruptSignal } from './interrupt.ts'
import { ProgressView } from './progress.ts'

/** Does something long about photos: its progress is shown, and Ctrl-C stops it after the photos in hand. */
export async function whileInterruptible(
  { output }: Pick<CommandContext, 'output'>,
  work: (control: JobControl, view: ProgressView) => Promise<void>,
): Promise<void> {
  const view = new ProgressView(output)
  const interrupt = interruptSignal(() => {
    view.end()
    output.err('Stopping after the photos in hand; press Ctrl-C again to stop at once.')
  })
  try {
    await work({ signal: interrupt.signal, onProgress: (progress) => view.show(progress) }, view)
  } finally {
    view.end()
    interrupt.release()
  }
}
