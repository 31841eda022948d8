/** A process of its own that draws: a photo takes a tenth of a second, in which the one who asks does other things. */
import { writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { serveTasks } from '../../runtime/task-worker.ts'
import { drawPhoto } from './draw-photo.ts'
import type { DrawAnswer, DrawTask } from './draw-tasks.ts'
import { encodePhoto } from './encode-photo.ts'
import { growCoat } from './gray-scott.ts'
import { seededRandom } from './random.ts'

// The processes are what runs at once.
sharp.concurrency(1)

serveTasks<DrawTask, DrawAnswer>(async (task) => {
  if (task.kind === 'coat') return { kind: 'coat', pattern: growCoat(seededRandom(task.seed), task.coat) }
  const photo = drawPhoto(task.pattern, task.placeSeed, task.seed)
  await writeFile(task.path, await encodePhoto(photo))
  return { kind: 'photo', outline: photo.outline }
})
