import { modulePath } from '../../processes/start-module.ts'
import { TaskProcesses } from '../../runtime/task-processes.ts'
import type {
  DetectAnswer,
  DetectTask,
  EstimateAnswer,
  EstimateTask,
  FeatureAnswer,
  FeatureTask,
} from './feature-tasks.ts'

/** For one task, and for compiling OpenCV; a photo takes well under a second. */
const TIME_LIMIT_MS = 60_000

/** Processes that look for keypoints and geometry. */
export class FeatureProcesses {
  readonly #processes: TaskProcesses<FeatureTask, FeatureAnswer>

  /** @param processes at once, at most */
  constructor(processes: number, timeLimitMs = TIME_LIMIT_MS) {
    const worker = modulePath('feature-worker', import.meta.url)
    this.#processes = new TaskProcesses({ worker, work: 'Looking for keypoints', processes, timeLimitMs })
  }

  get processes(): number {
    return this.#processes.processes
  }

  run(task: DetectTask): Promise<DetectAnswer>
  run(task: EstimateTask): Promise<EstimateAnswer>
  /** @throws ResightError as `TaskProcesses.run` */
  run(task: FeatureTask): Promise<FeatureAnswer> {
    return this.#processes.run(task)
  }

  /** Ends the processes; what waits or is under way is cancelled. */
  close(): void {
    this.#processes.close()
  }
}
