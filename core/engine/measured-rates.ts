import { availableParallelism, cpus, hostname } from 'node:os'
import { join } from 'node:path'
import type { Device } from '../api.ts'
import { readJsonObject, writeJson } from './settings-file.ts'

/** Photos a second of one model. */
export interface ModelRates {
  /** Of the latest long run, reading and decoding included; null: never used here. */
  readonly indexing: number | null
  /** Of the encoder alone, by device. */
  readonly devices: Readonly<Partial<Record<Device, number>>>
}

/** Fewer photos say more of opening a model than of its speed. */
const FEWEST_PHOTOS = 16

/**
 * What was measured on this machine, in the library's cache folder. A library that was carried to another machine begins
 * anew there. A file that cannot be read or written only costs the knowledge.
 */
export class MeasuredRates {
  readonly #path: string
  readonly #machine = `${hostname()}, ${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores`

  constructor(cacheFolder: string) {
    this.#path = join(cacheFolder, 'rates.json')
  }

  of(model: string): ModelRates {
    const { indexing, devices } = asObject(this.#models()[model])
    const rates = Object.entries(asObject(devices)).filter(([, rate]) => isRate(rate))
    return { indexing: isRate(indexing) ? indexing : null, devices: Object.fromEntries(rates) }
  }

  /** @param photos encoded in `seconds`, from file to catalogue */
  noteIndexing(model: string, photos: number, seconds: number): void {
    if (photos >= FEWEST_PHOTOS && seconds > 0) this.#write(model, { ...this.of(model), indexing: photos / seconds })
  }

  noteDevice(model: string, device: Device, photosPerSecond: number): void {
    const known = this.of(model)
    this.#write(model, { ...known, devices: { ...known.devices, [device]: photosPerSecond } })
  }

  #models(): Readonly<Record<string, unknown>> {
    const { machine, models } = readJsonObject(this.#path)
    return machine === this.#machine ? asObject(models) : {}
  }

  #write(model: string, rates: ModelRates): void {
    try {
      writeJson(this.#path, { machine: this.#machine, models: { ...this.#models(), [model]: rates } })
    } catch {
      return
    }
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function isRate(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0
}
