import { z } from 'zod'
import { DEVICES } from '../../api.ts'
import { modelId, spaceId } from './values.ts'

/** Arguments of the calls about models and what runs them. */
export const modelArguments = {
  models: z.tuple([]),
  removeModel: z.tuple([modelId]),
  switchCost: z.tuple([modelId]),
  forgetSpace: z.tuple([spaceId]),
  devices: z.tuple([]),
  settings: z.tuple([]),
  changeSettings: z.tuple([z.strictObject({ device: z.enum(DEVICES).optional() })]),
}
