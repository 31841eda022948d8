/**
 * A process of its own for what computes long on the thread that calls it: SIFT, and OpenCV, which keeps its memory for
 * good. Tasks come over the channel of a ModuleProcess, one at a time; see `feature-processes.ts`.
 */
import { connectParent } from '../../processes/parent.ts'
import { loadOpenCv, type OpenCv } from './opencv-binding.ts'
import { estimate } from './opencv-estimate.ts'
import { detectSift } from './sift/detect.ts'
import type { FeatureAnswer, FeatureReply, FeatureTask } from './feature-tasks.ts'

// Ctrl-C reaches every process of a terminal's group; when to stop is the parent's to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

const parent = connectParent()
parent.onGone(() => process.kill(process.pid, 'SIGKILL'))

let openCv: Promise<OpenCv> | null = null
let last: Promise<void> = Promise.resolve()
parent.onMessage((message) => {
  const { id, task } = message as { readonly id: number; readonly task: FeatureTask }
  last = last.then(async () => parent.send(await reply(id, task)))
})

async function reply(id: number, task: FeatureTask): Promise<FeatureReply> {
  try {
    return { id, answer: await perform(task) }
  } catch (error) {
    // OpenCV throws the address of its exception as a number.
    return { id, failure: error instanceof Error ? error.message : `OpenCV refused (${String(error)})` }
  }
}

async function perform(task: FeatureTask): Promise<FeatureAnswer> {
  if (task.kind === 'detect') return { kind: 'detect', ...detectSift(task.pixels, task.mask, task) }
  openCv ??= loadOpenCv()
  return estimate(await openCv, task)
}
