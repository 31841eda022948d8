import type { Engine, EngineOptions, JobControl } from '../api.ts'
import type { SlowCalls } from '../api/cancellable.ts'
import type { JobReport, JobRequest } from '../api/shell.ts'
import { ResightError } from '../types.ts'
import { Gate } from './gate.ts'
import type { EngineCallName, EngineCalls, EnginePort, Request } from './protocol.ts'
import { toPlainError } from './protocol.ts'
import { addSamples } from './samples.ts'

type Opened = Engine & { readonly options: EngineOptions }

/** What the engine's process holds for each call or job under way. */
interface UnderWay {
  readonly abort: AbortController
  readonly gate: Gate
}

/**
 * Answers a host over a port until it says `close`: the whole of the engine's process but for the wiring of its port
 * (`engine-entry.ts`). Calls run side by side; the host queues jobs.
 * @param exit called once everything is closed
 */
export function answerHost(
  port: EnginePort,
  open: (options: EngineOptions) => Promise<Engine>,
  exit: () => void,
): { readonly close: () => Promise<void> } {
  const underWay = new Map<number, UnderWay>()
  const answers = new Set<Promise<void>>()
  let engine: Opened | null = null
  let closing: Promise<void> | null = null

  async function openLibrary(options: EngineOptions): Promise<void> {
    try {
      engine = Object.assign(await open(options), { options })
      port.post({ kind: 'opened' })
    } catch (error) {
      port.post({ kind: 'not-opened', error: toPlainError(error) })
    }
  }

  async function answer(id: number, work: (engine: Opened, control: JobControl) => Promise<unknown>): Promise<void> {
    const own = { abort: new AbortController(), gate: new Gate() }
    underWay.set(id, own)
    try {
      if (engine === null) throw new ResightError('internal', 'The library is not open')
      const control: JobControl = {
        signal: own.abort.signal,
        onProgress: (progress) => port.post({ kind: 'progress', id, progress }),
        whilePaused: () => own.gate.opened(),
      }
      port.post({ kind: 'answer', id, value: await work(engine, control) })
    } catch (error) {
      port.post({ kind: 'error', id, error: toPlainError(error) })
    } finally {
      underWay.delete(id)
    }
  }

  async function close(): Promise<void> {
    for (const { abort } of underWay.values()) abort.abort()
    // Nothing reads or writes a catalogue that is being closed; a job ends with the batch in hand.
    await Promise.allSettled(answers)
    await engine?.close().catch(() => undefined)
    port.post({ kind: 'closed' })
    exit()
  }

  function track(answering: Promise<void>): void {
    answers.add(answering)
    void answering.finally(() => answers.delete(answering))
  }

  function receive(message: Request): void {
    switch (message.kind) {
      case 'open':
        return void openLibrary(message.options)
      case 'call':
        return track(answer(message.id, (opened, control) => runCall(opened, message, control)))
      case 'job':
        return track(answer(message.id, (opened, control) => runJob(opened, message.request, control)))
      case 'cancel':
        return underWay.get(message.id)?.abort.abort()
      case 'pause':
        return underWay.get(message.id)?.gate.set(message.paused)
      case 'close':
        closing ??= close()
    }
  }

  port.onMessage(receive)
  port.post({ kind: 'up' })
  return { close: () => (closing ??= close()) }
}

/** Calls that can be given up, and the place of their control among their arguments, of which some may be left out. */
const CONTROL_AT: Readonly<Record<keyof SlowCalls | 'preview', number>> = {
  search: 1,
  evidence: 2,
  preview: 2,
  proposeRegions: 1,
  regionAt: 3,
  refineRegion: 3,
  reviewQueue: 1,
  searchAll: 2,
  matchedPoints: 3,
  previewAccept: 2,
}

/** Arguments were checked by the host, against the schemas of the contract. */
async function runCall(
  engine: EngineCalls,
  { name, args }: { readonly name: EngineCallName; readonly args: readonly unknown[] },
  control: JobControl,
): Promise<unknown> {
  if (typeof engine[name] !== 'function') throw new ResightError('unsupported', `This engine has no call ${name}`)
  const all = [...args]
  if (isCancellable(name)) all[CONTROL_AT[name]] = { signal: control.signal }
  return (engine as unknown as Readonly<Record<string, (...args: readonly unknown[]) => unknown>>)[name]!(...all)
}

function isCancellable(name: string): name is keyof typeof CONTROL_AT {
  return Object.hasOwn(CONTROL_AT, name)
}

function runJob(engine: Opened, request: JobRequest, control: JobControl): Promise<JobReport> {
  switch (request.kind) {
    case 'add':
      return engine.add(request.request, control)
    case 'add-samples':
      return addSamples(engine, engine.options.library, control)
    case 'rescan':
      return engine.rescan(control)
    case 'retry':
      return engine.retryFailed(control)
    case 'use-model':
      return engine.useModel(request.model, control)
    case 'get-model':
      return engine.getModel(request.model, control).then(() => null)
    case 'import-model':
      return engine.importModel(request.folder, control)
    case 'verify-model':
      return engine.verifyModel(request.model, control)
    case 'measure-devices':
      return engine.measureDevices(control)
    case 'project-add':
    case 'project-regions':
    case 'project-identify':
    case 'project-calibrate':
    case 'project-demo':
      return engine.photoIdJob(request, control)
    case 'project-export':
      return engine.exportProject(request.projectId, request.format, request.path, request.options, control)
    case 'project-import':
      return engine.importProject(request.path, control, request.name)
  }
}
