import { availableParallelism } from 'node:os'
import { modulePath } from '../../processes/start-module.ts'
import { TaskProcesses } from '../../runtime/task-processes.ts'
import type { CoatAnswer, CoatTask, DrawAnswer, DrawTask, PhotoAnswer, PhotoTask } from './draw-tasks.ts'

/** Encoding alone is tried for three minutes. */
const TIME_LIMIT_MS = 240_000
const MAX_PROCESSES = 8

/** Processes that grow coats and draw photos. */
export class DrawProcesses {
  readonly #processes: TaskProcesses<DrawTask, DrawAnswer>

  /** @param processes at once; absent: as many as the machine has cores, 8 at most */
  constructor(processes = Math.min(MAX_PROCESSES, availableParallelism())) {
    const worker = modulePath('draw-worker', import.meta.url)
    this.#processes = new TaskProcesses({ worker, work: 'Drawing animals', processes, timeLimitMs: TIME_LIMIT_MS })
  }

  get processes(): number {
    return this.#processes.processes
  }

  run(task: CoatTask): Promise<CoatAnswer>
  run(task: PhotoTask): Promise<PhotoAnswer>
  /** @throws ResightError as `TaskProcesses.run` */
  run(task: DrawTask): Promise<DrawAnswer> {
    return this.#processes.run(task)
  }

  /** Ends the processes; what waits or is under way is cancelled. */
  close(): void {
    this.#processes.close()
  }
}
