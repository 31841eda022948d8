import { setImmediate } from 'node:timers/promises'
import { checkGoesOn } from './check-goes-on.ts'

/** Pieces of work of a millisecond or so in a row. */
const AT_ONCE = 20

/**
 * Maps a list by work that is quick for one entry and slow for all, so that other calls, and the word that nobody waits any
 * more, are heard in between.
 * @throws ResightError `cancelled`
 */
export async function mapInTurns<T, R>(
  items: readonly T[],
  signal: AbortSignal | undefined,
  work: (item: T) => R,
): Promise<readonly R[]> {
  const done: R[] = []
  for (const item of items) {
    if (done.length % AT_ONCE === 0) {
      await setImmediate()
      checkGoesOn(signal, 'Ranking')
    }
    done.push(work(item))
  }
  return done
}
