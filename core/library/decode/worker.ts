import sharp from 'sharp'
import { connectParent } from '../../processes/parent.ts'
import { ResightError } from '../../types.ts'
import { PhotoError } from '../decoded.ts'
import { decodePhoto } from './decode.ts'
import { hashPhotoFile } from './photo-file.ts'
import type { TaskFailure, TaskMessage, TaskResult, WorkerMessage } from './protocol.ts'

/**
 * A decode worker: a child process of the pool that reads hostile files so that the app does not have to. Tasks come
 * and go over IPC, one at a time.
 */

// One photo at a time in each process: the processes are the parallelism, and libvips' threads would only take turns.
sharp.concurrency(1)
// No photo is decoded twice, so a cache would only hold memory.
sharp.cache(false)

// Ctrl-C reaches every process of a terminal's group; when to stop is the parent's to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

// Without a parent there is nothing to do. Not process.exit, which would wait for a decoder that hangs.
const parent = connectParent()
parent.onGone(() => process.kill(process.pid, 'SIGKILL'))

let last: Promise<void> = Promise.resolve()
parent.onMessage((message) => {
  last = last.then(() => perform(message as TaskMessage))
})
send({ kind: 'ready' })

async function perform({ id, task, limits }: TaskMessage): Promise<void> {
  try {
    const result: TaskResult =
      task.kind === 'hash'
        ? { kind: 'hash', contentHash: await hashPhotoFile(task.path) }
        : { kind: 'decode', photo: await decodePhoto(task.request, limits) }
    send({ kind: 'done', id, result, rssBytes: process.memoryUsage.rss() })
  } catch (error) {
    send({ kind: 'failed', id, failure: describe(error), rssBytes: process.memoryUsage.rss() })
  }
  // The photo's buffers lie outside the heap, where V8 lets some 60 MB gather before it looks; this takes 1 ms.
  void globalThis.gc?.({ type: 'minor' })
}

function describe(error: unknown): TaskFailure {
  if (error instanceof PhotoError) return { code: error.code, message: error.message, reason: error.reason }
  if (error instanceof ResightError) return { code: error.code, message: error.message, reason: null }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error), reason: null }
}

function send(message: WorkerMessage): void {
  parent.send(message)
}
