import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Device, JobControl } from '../api.ts'
import type { DeviceStatus } from '../api/models.ts'
import { listDevices } from '../runtime/devices.ts'
import type { Pixels } from '../types.ts'
import type { MeasuredRates } from './measured-rates.ts'
import { cacheFolderOf, OpenModel, type ModelSurroundings } from './open-model.ts'

/** Long enough for a rate, short enough to wait for. */
const MEASURE_MS = 2000
const PICTURES_A_RUN = 8

/** What this machine has, without opening the model for it. May look at drivers first, in processes of their own. */
export async function listDeviceStatuses(
  model: string,
  { catalogue }: ModelSurroundings,
  rates: MeasuredRates,
): Promise<readonly DeviceStatus[]> {
  const { devices } = rates.of(model)
  const listed = await listDevices({ cacheFolder: cacheFolderOf(catalogue) })
  return listed.map(({ device, works, note }) => ({
    device,
    available: works,
    photosPerSecond: devices[device] ?? null,
    note,
  }))
}

/**
 * Measures how many photos a second the model encodes on each device that works, some two seconds a device, and
 * remembers it. Whatever else the engine does at the same time slows it down. Stopped, it keeps what is measured.
 */
export async function measureDevices(
  model: string,
  surroundings: ModelSurroundings,
  rates: MeasuredRates,
  { signal, onProgress, whilePaused }: JobControl = {},
): Promise<readonly DeviceStatus[]> {
  const statuses = await listDeviceStatuses(model, surroundings, rates)
  const working = statuses.filter(({ available }) => available)
  const notes = new Map<Device, string>()
  const report = (done: number, current: Device | null) =>
    onProgress?.({
      phase: 'measure',
      done,
      total: working.length,
      ratePerSecond: 0,
      secondsLeft: ((working.length - done) * MEASURE_MS) / 1000,
      failed: notes.size,
      current,
    })
  for (const [done, { device }] of working.entries()) {
    report(done, device)
    await whilePaused?.()
    if (signal?.aborted === true) break
    const beside = new OpenModel(model, device, surroundings)
    try {
      const rate = await photosPerSecond(beside, signal)
      if (rate !== null) rates.noteDevice(model, device, rate)
    } catch (error) {
      // One that opens other graphs and not this one is no reason to leave out the rest.
      if (device === 'cpu') throw error
      notes.set(device, error instanceof Error ? error.message : String(error))
    } finally {
      await beside.retire()
    }
  }
  report(working.length, null)
  const measured = await listDeviceStatuses(model, surroundings, rates)
  return measured.map((status) => {
    const failure = notes.get(status.device)
    return failure === undefined ? status : { ...status, available: false, photosPerSecond: null, note: failure }
  })
}

/** @returns null: stopped before there was a rate */
async function photosPerSecond(model: OpenModel, signal?: AbortSignal): Promise<number | null> {
  const encoder = await model.encoder.get()
  const { width, height } = encoder.pixels.cropPx
  const pictures = Array.from({ length: PICTURES_A_RUN }, (_, i) => noise(width, height, i))
  // The first run opens the graph.
  await encoder.encodeImages(pictures)
  const beganMs = performance.now()
  let encoded = 0
  while (performance.now() - beganMs < MEASURE_MS) {
    if (signal?.aborted === true) return null
    await encoder.encodeImages(pictures)
    encoded += pictures.length
    await nextTurn()
  }
  return (1000 * encoded) / (performance.now() - beganMs)
}

/** Nothing that a model could be quicker with than with a photo. */
function noise(width: number, height: number, seed: number): Pixels {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => ((i + seed) * 2654435761) >>> 24)
  return { width, height, data }
}
