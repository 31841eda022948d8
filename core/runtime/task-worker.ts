import { connectParent } from '../processes/parent.ts'

/** What a process of `TaskProcesses` says to a task. Plain data: it crosses a process boundary. */
export type TaskReply<Answer> =
  { readonly id: number; readonly answer: Answer } | { readonly id: number; readonly failure: string }

/** Makes this process one that performs tasks of `TaskProcesses`, one at a time. */
export function serveTasks<Task, Answer>(perform: (task: Task) => Promise<Answer>): void {
  // Ctrl-C reaches every process of a terminal's group; when to stop is the parent's to say.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
  const parent = connectParent()
  parent.onGone(() => process.kill(process.pid, 'SIGKILL'))
  let last: Promise<void> = Promise.resolve()
  parent.onMessage((message) => {
    const { id, task } = message as { readonly id: number; readonly task: Task }
    last = last.then(async () => parent.send(await replyTo(id, () => perform(task))))
  })
}

async function replyTo<Answer>(id: number, perform: () => Promise<Answer>): Promise<TaskReply<Answer>> {
  try {
    return { id, answer: await perform() }
  } catch (error) {
    // OpenCV throws the address of its exception as a number.
    return { id, failure: error instanceof Error ? error.message : `OpenCV refused (${String(error)})` }
  }
}
