import type { Device } from '../api.ts'
import type { ModelStore, Settings } from '../api/models.ts'
import { whyNot } from '../runtime/providers.ts'
import { ResightError } from '../types.ts'
import type { MeasuredRates } from './measured-rates.ts'
import { listDeviceStatuses, measureDevices } from './measure-devices.ts'
import type { ModelInUse } from './model-in-use.ts'
import type { ModelSurroundings, OpenModel } from './open-model.ts'
import type { SettingsFile } from './settings-file.ts'

export interface DeviceParts {
  readonly surroundings: ModelSurroundings
  readonly inUse: ModelInUse
  readonly settings: SettingsFile
  readonly rates: MeasuredRates
}

type DeviceCalls = Pick<ModelStore, 'devices' | 'measureDevices' | 'settings' | 'changeSettings'>

/** Where models run, how fast, and what a person chose. */
export function deviceCalls({ surroundings, inUse, settings, rates }: DeviceParts): DeviceCalls {
  return {
    devices: () => listDeviceStatuses(inUse.current.model, surroundings, rates),
    measureDevices: (control) => measureDevices(inUse.current.model, surroundings, rates, control),
    settings: async () => settings.read(),
    async changeSettings(change: Partial<Settings>) {
      const { device } = change
      const { current } = inUse
      // Written before it is applied, so that a wrong value is refused; undone if the device does not work.
      const before = settings.read()
      const changed = settings.change(change)
      if (device === undefined || device === current.device) return changed
      const next = current.on(device)
      try {
        await proveWorking(next, device)
      } catch (error) {
        settings.change(before)
        await next.retire()
        throw error
      }
      // The library may have been switched to another model while the device was tried.
      inUse.replace(inUse.current === current ? next : inUse.current.on(device))
      return changed
    },
  }
}

/** `auto` and `cpu` always work. @throws ResightError `unsupported` for a device that does not run this model here */
async function proveWorking(model: OpenModel, device: Device): Promise<void> {
  if (device === 'auto' || device === 'cpu') return
  const reason = whyNot(device)
  if (reason !== null) {
    throw new ResightError('unsupported', `Models cannot run on ${device} here: ${reason}`, {
      remedy: 'Use the device auto or cpu; `resight doctor` says what this machine has.',
    })
  }
  const encoder = await model.encoder.get()
  const { width, height } = encoder.pixels.cropPx
  await encoder.encodeImages([{ width, height, data: new Uint8Array(width * height * 3).fill(128) }])
}
