import type { RegionClick } from '../api/photo-id.ts'
import { modulePath } from '../processes/start-module.ts'
import { TaskProcesses } from '../runtime/task-processes.ts'
import type { Pixels, PixelSpec, Region } from '../types.ts'
import type { Point } from './polygon.ts'
import type { SegmentAnswer, SegmentTask } from './segment-task.ts'
import { seedsOfBox, seedsOfClicks, seedsOfPoint } from './seeds.ts'

/** Longer side of the picture, px: below, what binds neighbours in GrabCut outweighs colour and heads get lost. */
const SIDE = 224
const ITERATIONS = 3
const SMOOTH_PX = 2
const MAX_CORNERS = 60
/** For one animal, and for compiling OpenCV; it takes well under a second. */
const TIME_LIMIT_MS = 20_000

/** Outlines animals. Its process is started with the first. */
export interface Segmenter {
  /** Method and parameters, as an annotation says who drew it. */
  readonly id: string
  /** How the picture of a region is wanted. */
  readonly pixels: PixelSpec
  /** @param box all that the animal may cover, px @returns px; null: nothing stands out @throws ResightError as `TaskProcesses.run` */
  outlineInBox(pixels: Pixels, box: Region): Promise<readonly Point[] | null>
  /** @param box what the animal is thought to cover, px @param point on it, px */
  outlineAtPoint(pixels: Pixels, box: Region, point: Point): Promise<readonly Point[] | null>
  /** @param outline what was taken for the animal, px @param clicks what it is and is not, px */
  outlineByClicks(
    pixels: Pixels,
    outline: readonly Point[],
    clicks: readonly RegionClick[],
  ): Promise<readonly Point[] | null>
  close(): void
}

/** @param timeLimitMs for one animal */
export function openSegmenter(timeLimitMs = TIME_LIMIT_MS): Segmenter {
  const processes = new TaskProcesses<SegmentTask, SegmentAnswer>({
    worker: modulePath('segment-worker', import.meta.url),
    work: 'Outlining an animal',
    processes: 1,
    timeLimitMs,
  })
  const settings = { iterations: ITERATIONS, smoothPx: SMOOTH_PX, corners: MAX_CORNERS, seed: 1 }
  return {
    id: `grabcut@inside${SIDE}-linear/${ITERATIONS}`,
    pixels: { resize: { kind: 'inside' }, cropPx: { width: SIDE, height: SIDE }, kernel: 'linear' },
    async outlineInBox(pixels, box) {
      const seeds = seedsOfBox(pixels.width, pixels.height, box)
      return (await processes.run({ pixels, seeds, wanted: [], ...settings })).outline
    },
    async outlineAtPoint(pixels, box, point) {
      const seeds = seedsOfPoint(pixels, box, point)
      return (await processes.run({ pixels, seeds, wanted: [point], ...settings })).outline
    },
    async outlineByClicks(pixels, outline, clicks) {
      const seeds = seedsOfClicks(pixels, outline, clicks)
      const wanted = clicks.flatMap(({ x, y, kind }): Point[] => (kind === 'animal' ? [[x, y]] : []))
      return (await processes.run({ pixels, seeds, wanted, ...settings })).outline
    },
    close: () => processes.close(),
  }
}
