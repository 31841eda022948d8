import { z } from 'zod'
import { photoIdJobs } from './photo-id.ts'
import { id, modelId, path, text } from './values.ts'

const addRequest = z.strictObject({
  folders: z.array(path).min(1).max(100),
  exclude: z.array(text(1000).min(1)).max(1000).optional(),
})

const jobRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('add'), request: addRequest }),
  z.strictObject({ kind: z.literal('add-samples') }),
  z.strictObject({ kind: z.literal('rescan') }),
  z.strictObject({ kind: z.literal('retry') }),
  z.strictObject({ kind: z.literal('use-model'), model: modelId }),
  z.strictObject({ kind: z.literal('get-model'), model: modelId }),
  z.strictObject({ kind: z.literal('import-model'), folder: path }),
  z.strictObject({ kind: z.literal('verify-model'), model: modelId }),
  z.strictObject({ kind: z.literal('measure-devices') }),
  ...photoIdJobs,
])

/** Arguments of the calls that the host of an engine answers. */
export const hostArguments = {
  startJob: z.tuple([jobRequest]),
  jobs: z.tuple([]),
  pauseJob: z.tuple([id]),
  resumeJob: z.tuple([id]),
  cancelJob: z.tuple([id]),
  browseFolders: z.tuple([path.nullable()]),
  deleteEverything: z.tuple([]),
  about: z.tuple([]),
}
