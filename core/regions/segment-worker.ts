/** A process of its own for GrabCut: it computes long, and OpenCV keeps its memory for good. See `segmenter.ts`. */
import { loadOpenCv, type OpenCv } from '../runtime/opencv.ts'
import { serveTasks } from '../runtime/task-worker.ts'
import { segment } from './segment.ts'
import type { SegmentAnswer, SegmentTask } from './segment-task.ts'

let openCv: Promise<OpenCv> | null = null

serveTasks<SegmentTask, SegmentAnswer>(async (task) => {
  openCv ??= loadOpenCv()
  return segment(await openCv, task)
})
