import { ResightError } from '../types.ts'

/**
 * Between two pieces of work: whether anyone still waits for the next.
 * @param work what is under way, as a sentence begins: `Comparing` @throws ResightError `cancelled`
 */
export function checkGoesOn(signal: AbortSignal | undefined, work: string): void {
  if (signal?.aborted === true) throw new ResightError('cancelled', `${work} was cancelled`)
}
