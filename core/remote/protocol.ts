import type { Engine, EngineOptions, Progress } from '../api.ts'
import type { Calls, JobRequest, PlainError } from '../api/shell.ts'
import { ResightError } from '../types.ts'

/** What the host of an engine answers by itself, whether or not the engine is up. */
export const HOST_CALLS = [
  'startJob',
  'jobs',
  'pauseJob',
  'resumeJob',
  'cancelJob',
  'browseFolders',
  'deleteEverything',
  'about',
] as const
export type HostCallName = (typeof HOST_CALLS)[number]

/** What is asked of the engine's process: the calls it answers, the bytes of pictures, and files in and out. */
export type EngineCalls = Omit<Calls, HostCallName> &
  Pick<Engine, 'thumbnail' | 'preview' | 'addUpload' | 'upload' | 'exportProject'>
export type EngineCallName = keyof EngineCalls

/** From the host to the engine's process. `id` is the caller's, and comes back with the answer. */
export type Request =
  | { readonly kind: 'open'; readonly options: EngineOptions }
  | { readonly kind: 'call'; readonly id: number; readonly name: EngineCallName; readonly args: readonly unknown[] }
  | { readonly kind: 'job'; readonly id: number; readonly request: JobRequest }
  /** Of a call or a job; answered as cancelled, or not, by the one answer that it gets anyway. */
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'pause'; readonly id: number; readonly paused: boolean }
  | { readonly kind: 'close' }

/** From the engine's process to its host. */
export type Response =
  /** The process listens. */
  | { readonly kind: 'up' }
  | { readonly kind: 'opened' }
  /** The library can't be opened; the process lives and may be asked to open again. */
  | { readonly kind: 'not-opened'; readonly error: PlainError }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: PlainError }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly kind: 'closed' }

/** One end of a line that carries structured clones: a child process's IPC, a worker's port, Electron's MessagePort. */
export interface Port<Out, In> {
  post(message: Out): void
  onMessage(listener: (message: In) => void): void
}

export type EnginePort = Port<Response, Request>
export type HostPort = Port<Request, Response>

/** A path may be long; nobody reads more than this. */
const MAX_MESSAGE = 5000

/** An error as a person reads it: what happened, and what to do. No stack leaves the engine's process. */
export function toPlainError(error: unknown): PlainError {
  if (error instanceof RemoteError) return { code: error.code, message: error.message }
  const { code, text } = describe(error)
  return { code, message: text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)} …` : text }
}

function describe(error: unknown): { readonly code: string; readonly text: string } {
  if (error instanceof ResightError) {
    return { code: error.code, text: [error.message, error.remedy].filter(Boolean).map(sentence).join(' ') }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'internal', text: `Something unexpected went wrong: ${sentence(message)}` }
}

function sentence(text: string | null): string {
  return text === null || /[.!?…]$/.test(text) ? (text ?? '') : `${text}.`
}

/** A PlainError that can be thrown. */
export class RemoteError extends Error implements PlainError {
  readonly code: string
  constructor({ code, message }: PlainError) {
    super(message)
    this.name = 'RemoteError'
    this.code = code
  }
}
