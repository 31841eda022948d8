import type { Device, JobControl } from '../api.ts'

/** What switching to a model asks for, shown before anything is done. */
export interface SwitchCost {
  readonly model: string
  /** Photos without a vector in that model's space; 0: the switch is instant. */
  readonly photosToEncode: number
  /** Disk that their vectors and tokens will take; those of the old space stay until they are removed. */
  readonly bytes: number
  readonly freeBytes: number
  /** From the rate last measured on this machine for this model; null where it was never used here. */
  readonly secondsEstimate: number | null
}

export interface UseReport {
  readonly model: string
  readonly space: string
  readonly encoded: number
  /** Photos that could not be read again; they are listed by `failed()`. */
  readonly failed: number
  /** Photos whose files are offline, gone or changed since the last scan: kept for later, and no hindrance. */
  readonly outOfReach: number
  readonly cancelled: boolean
  readonly seconds: number
}

export interface VerifyReport {
  readonly model: string
  readonly ok: boolean
  /** One line for each file that is missing, of the wrong size or with the wrong digest. */
  readonly problems: readonly string[]
}

export interface DeviceStatus {
  readonly device: Device
  readonly available: boolean
  /** Measured on this machine with the active model; null until `measureDevices`. */
  readonly photosPerSecond: number | null
  readonly note: string | null
}

export interface Settings {
  readonly device: Device
}

/** The model store and what runs the models. No call uses the network but `getModel`. */
export interface ModelStore {
  /** Downloads, resuming what is there; progress in bytes, phase `download`, then `verify`. */
  getModel(id: string, control?: JobControl): Promise<void>
  /** @param folder in the hub's layout, for instance on a stick @returns the model's id */
  importModel(folder: string, control?: JobControl): Promise<string>
  verifyModel(id: string, control?: JobControl): Promise<VerifyReport>
  /** Refuses the active model and the built-in one. */
  removeModel(id: string): Promise<void>
  switchCost(id: string): Promise<SwitchCost>
  /**
   * Encodes every photo for another model, newest first, while the old space goes on answering; when the new one is
   * whole it takes over at once. Cancelled or interrupted, the next call goes on where it stopped.
   */
  useModel(id: string, control?: JobControl): Promise<UseReport>
  /** Drops the vectors of a model that is not active. */
  forgetSpace(spaceId: string): Promise<{ readonly bytes: number }>

  devices(): Promise<readonly DeviceStatus[]>
  measureDevices(control?: JobControl): Promise<readonly DeviceStatus[]>
  settings(): Promise<Settings>
  changeSettings(change: Partial<Settings>): Promise<Settings>
}
