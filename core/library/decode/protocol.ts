import type { ErrorCode } from '../../types.ts'
import type { DecodedPhoto, DecodeRequest } from '../decoded.ts'
import type { DecodeLimits } from './decode.ts'

/** What a worker does. Tasks are done in the order they arrive. */
export type Task =
  { readonly kind: 'hash'; readonly path: string } | { readonly kind: 'decode'; readonly request: DecodeRequest }

/** From the pool to a worker. `limits` come with every task, so that a worker has no state. */
export interface TaskMessage {
  readonly id: number
  readonly task: Task
  readonly limits: DecodeLimits
}

export type TaskResult =
  { readonly kind: 'hash'; readonly contentHash: string } | { readonly kind: 'decode'; readonly photo: DecodedPhoto }

/** An error, taken apart for the journey: a class does not survive it. */
export interface TaskFailure {
  readonly code: ErrorCode
  readonly message: string
  /** Of a PhotoError; null: of another ResightError. */
  readonly reason: string | null
}

/** From a worker to the pool. `rssBytes` is the worker's memory after the task. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly id: number; readonly result: TaskResult; readonly rssBytes: number }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: TaskFailure; readonly rssBytes: number }
