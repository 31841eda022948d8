import type { QueryPart } from '../api.ts'
import { ResightError } from '../types.ts'

export const EVAL_TASKS = ['captions', 'classes', 'composed', 'instances'] as const
export type EvalTaskName = (typeof EVAL_TASKS)[number]

/** A query and what it should find. Photos are named by absolute path. */
export interface EvalQuery {
  readonly parts: readonly QueryPart[]
  /** Empty: an open-set query, whose answer is not in the database. */
  readonly relevant: readonly string[]
  /** Photos taken out of the gallery for this query, e.g. the query photo itself. */
  readonly excluded: readonly string[]
}

/** A labelled set, read and checked, ready to be run. */
export interface EvalTask {
  readonly name: EvalTaskName
  /** The folder that makes up the gallery. */
  readonly database: string
  /** Every image file of the gallery. */
  readonly gallery: readonly string[]
  readonly queries: readonly EvalQuery[]
  /** The class of each gallery file, for zero-shot accuracy; queries are then one a class, in this map's order. */
  readonly classes: ReadonlyMap<string, readonly string[]> | null
  /** What a reader of the figures should know of the set. */
  readonly notes: readonly string[]
}

/** A set on disk that isn't what its layout promises. */
export function malformed(file: string, entry: string, problem: string): ResightError {
  return new ResightError('corrupt', `${file}: ${entry} ${problem}`, {
    remedy: 'Mend the file; the layouts are described in docs/evaluation.md.',
  })
}
