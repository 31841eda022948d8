/**
 * A process of its own for what computes long on the thread that calls it: SIFT, and OpenCV, which keeps its memory for
 * good. See `feature-processes.ts`.
 */
import { loadOpenCv, type OpenCv } from '../../runtime/opencv.ts'
import { serveTasks } from '../../runtime/task-worker.ts'
import { estimate } from './opencv-estimate.ts'
import { detectSift } from './sift/detect.ts'
import type { FeatureAnswer, FeatureTask } from './feature-tasks.ts'

let openCv: Promise<OpenCv> | null = null

serveTasks<FeatureTask, FeatureAnswer>(async (task) => {
  if (task.kind === 'detect') return { kind: 'detect', ...detectSift(task.pixels, task.mask, task) }
  openCv ??= loadOpenCv()
  return estimate(await openCv, task)
})
