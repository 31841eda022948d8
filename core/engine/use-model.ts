import type { JobControl } from '../api.ts'
import type { SwitchCost, UseReport } from '../api/models.ts'
import { checkModelId } from '../encoders/models-folders.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { activateSpace } from '../library/catalogue/spaces.ts'
import type { DecodePool } from '../library/decoded.ts'
import { switchSpace } from '../library/switch-space.ts'
import { gentleEncoder } from './encode-gently.ts'
import type { MeasuredRates } from './measured-rates.ts'
import type { ModelInUse } from './model-in-use.ts'
import { OpenModel } from './open-model.ts'
import { checkRoom, switchCost } from './switch-cost.ts'

export interface SwitchingParts {
  readonly catalogue: Catalogue
  readonly modelsFolders: readonly string[]
  readonly inUse: ModelInUse
  readonly rates: MeasuredRates
  readonly openPool: () => Promise<DecodePool>
  /** Runs the last step of a switch; whoever wants to write waits for it. */
  readonly exclusively: (work: () => Promise<boolean>) => Promise<boolean>
  /** For tests. */
  readonly freeBytes?: () => number
}

/** What the switch to an installed model asks for. @throws ResightError as `openEncoder` does */
export async function costOf(model: OpenModel, parts: SwitchingParts): Promise<SwitchCost> {
  const { space, d, tokens } = await model.encoder.get()
  const { catalogue, rates, freeBytes } = parts
  const to = { model: model.model, spaceId: space.id, d, hasTokens: tokens !== null }
  return switchCost(catalogue, to, rates.of(model.model), freeBytes)
}

/** A model beside the one in use, unless it is that one. The caller retires it if it does not come into use. */
export function openBeside(id: string, { catalogue, modelsFolders, inUse }: SwitchingParts): OpenModel {
  checkModelId(id)
  const { current } = inUse
  return current.model === id ? current : new OpenModel(id, current.device, { catalogue, modelsFolders })
}

/** @see ModelStore.useModel */
export async function useModel(id: string, parts: SwitchingParts, control?: JobControl): Promise<UseReport> {
  const next = openBeside(id, parts)
  try {
    return await next.use(() => switchTo(next, parts, control))
  } finally {
    if (parts.inUse.current !== next) await next.retire()
  }
}

async function switchTo(next: OpenModel, parts: SwitchingParts, control?: JobControl): Promise<UseReport> {
  const { catalogue, inUse, rates, exclusively } = parts
  const encoder = await next.encoder.get()
  const { space, pixels } = encoder
  checkRoom(await costOf(next, parts), catalogue.folder)
  const stages = { catalogue, openPool: parts.openPool, encode: gentleEncoder(encoder), space, pixels }
  const takeOver = {
    exclusively,
    prepare: async () => {
      await (await next.index.get()).current()
      await next.encodeTexts(['a photo'])
    },
    activate: () => {
      activateSpace(catalogue, space.id)
      inUse.switchTo(next)
    },
  }
  const { workSeconds, ...report } = await switchSpace(stages, takeOver, control)
  rates.noteIndexing(next.model, report.encoded, workSeconds)
  if (!report.cancelled) await (await next.index.get()).save()
  return { model: next.model, space: space.id, ...report }
}
