import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Engine } from '../api.ts'
import type { ModelStore } from '../api/models.ts'
import { listModels } from '../encoders/list-models.ts'
import { readManifest } from '../encoders/manifest.ts'
import { checkModelId, findModelFolder } from '../encoders/models-folders.ts'
import { getModel } from '../encoders/store/get.ts'
import { importModel } from '../encoders/store/import.ts'
import { removeModel } from '../encoders/store/remove.ts'
import { verifyModel } from '../encoders/store/verify.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { readSpaceStatuses } from '../library/catalogue/counts.ts'
import { lockForSwitching, lockForWriting } from '../library/catalogue/lock.ts'
import { activeSpace, dropSpace, requireSpace } from '../library/catalogue/spaces.ts'
import type { DecodePool } from '../library/decoded.ts'
import { ResightError } from '../types.ts'
import { deviceCalls } from './device-calls.ts'
import { MeasuredRates } from './measured-rates.ts'
import type { ModelInUse } from './model-in-use.ts'
import { cacheFolderOf } from './open-model.ts'
import type { SettingsFile } from './settings-file.ts'
import { snapshotPathOf } from './space-index.ts'
import { storeControl } from './store-progress.ts'
import { switchCost } from './switch-cost.ts'
import { costOf, openBeside, type SwitchingParts, useModel } from './use-model.ts'

export interface ModelStoreParts {
  readonly catalogue: Catalogue
  readonly modelsFolders: readonly string[]
  readonly inUse: ModelInUse
  readonly settings: SettingsFile
  readonly openPool: () => Promise<DecodePool>
  /** For tests. */
  readonly freeBytes?: () => number
}

/** The part of an engine that handles models, and what the other parts need of it. */
export interface OpenedModelStore {
  readonly calls: ModelStore & Pick<Engine, 'models'>
  readonly rates: MeasuredRates
  /** Runs work that writes to the library; a moment later when a switch is just coming to its end. */
  readonly afterTakeover: <T>(work: () => Promise<T>) => Promise<T>
  /** Stops a switch that goes on, after the batch in hand. */
  readonly close: () => Promise<void>
}

export function openModelStore(parts: ModelStoreParts): OpenedModelStore {
  const { catalogue, modelsFolders, inUse } = parts
  const ownFolder = join(catalogue.folder, 'models')
  const rates = new MeasuredRates(cacheFolderOf(catalogue))
  let takingOver: Promise<unknown> = Promise.resolve()
  const switching: SwitchingParts = {
    ...parts,
    rates,
    exclusively: (work) => {
      const takeover = work()
      takingOver = takeover.catch(() => undefined)
      return takeover
    },
  }
  const closing = new AbortController()
  const running = new Set<Promise<unknown>>()
  const calls: OpenedModelStore['calls'] = {
    models: async () => listModels(modelsFolders, inUse.current.model, encodedByModel(catalogue)),
    async getModel(id, control) {
      await getModel(id, { modelsFolder: ownFolder, ...storeControl(control) })
    },
    async importModel(folder, control) {
      return (await importModel(resolve(folder), { modelsFolder: ownFolder, ...storeControl(control) })).id
    },
    async verifyModel(id, control) {
      const { problems } = await verifyModel(id, modelsFolders, storeControl(control))
      return { model: id, ok: problems.length === 0, problems }
    },
    async removeModel(id) {
      if (id === inUse.current.model || id === activeSpace(catalogue)?.model) throw inUseError(id)
      // Held, so that no switch to it is under way.
      const lock = lockForSwitching(catalogue)
      try {
        await removeModel(id, ownFolder)
      } finally {
        lock.release()
      }
    },
    async switchCost(id) {
      checkModelId(id)
      const entry = readManifest().find((candidate) => candidate.id === id)
      if (entry?.kind === 'image-text' && findModelFolder(id, modelsFolders) === null) {
        const to = { model: id, spaceId: null, d: entry.d, hasTokens: entry.tokens !== null }
        return switchCost(catalogue, to, rates.of(id), parts.freeBytes)
      }
      const beside = openBeside(id, switching)
      try {
        return await beside.use((model) => costOf(model, switching))
      } finally {
        if (beside !== inUse.current) await beside.retire()
      }
    },
    async useModel(id, control) {
      const signal = AbortSignal.any([closing.signal, ...(control?.signal ? [control.signal] : [])])
      const run = useModel(id, switching, { ...control, signal })
      running.add(run)
      return run.finally(() => running.delete(run))
    },
    forgetSpace: async (spaceId) => forgetSpace(spaceId, parts),
    ...deviceCalls({ surroundings: parts, inUse, settings: parts.settings, rates }),
  }
  return {
    calls,
    rates,
    async afterTakeover(work) {
      await takingOver
      return work()
    },
    async close() {
      closing.abort()
      await Promise.allSettled(running)
    },
  }
}

/** Of a model with several spaces, the active one counts, else the fullest. */
function encodedByModel(catalogue: Catalogue): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const spaces = readSpaceStatuses(catalogue)
  for (const { model, encoded } of spaces) counts.set(model, Math.max(encoded, counts.get(model) ?? 0))
  for (const { model, encoded, active } of spaces) if (active) counts.set(model, encoded)
  return counts
}

function forgetSpace(spaceId: string, { catalogue, inUse }: ModelStoreParts): { readonly bytes: number } {
  const switchLock = lockForSwitching(catalogue)
  try {
    const writerLock = lockForWriting(catalogue)
    try {
      const space = requireSpace(catalogue, spaceId)
      if (space.active || inUse.current.encoder.opened?.space.id === spaceId) throw inUseError(space.model)
      const bytes = readSpaceStatuses(catalogue).find(({ id }) => id === spaceId)?.bytes ?? 0
      dropSpace(catalogue, spaceId)
      rmSync(snapshotPathOf(catalogue, spaceId), { force: true })
      return { bytes }
    } finally {
      writerLock.release()
    }
  } finally {
    switchLock.release()
  }
}

function inUseError(model: string): ResightError {
  return new ResightError('invalid-argument', `${model} is the model in use`, {
    remedy: 'Switch to another one first: `resight models use ID`.',
  })
}
