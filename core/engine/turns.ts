import { ResightError } from '../types.ts'

/** Runs at most `limit` pieces of work at once; the others wait in order, and leave the queue when their signal says so. */
export function turns(limit: number): <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  const enter = (signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const begin = (): void => {
        signal?.removeEventListener('abort', leave)
        running++
        resolve()
      }
      const leave = (): void => {
        waiting.splice(waiting.indexOf(begin), 1)
        reject(cancelled())
      }
      if (signal?.aborted === true) return reject(cancelled())
      if (running < limit) return begin()
      waiting.push(begin)
      signal?.addEventListener('abort', leave, { once: true })
    })
  return async (work, signal) => {
    await enter(signal)
    try {
      return await work()
    } finally {
      running--
      waiting.shift()?.()
    }
  }
}

function cancelled(): ResightError {
  return new ResightError('cancelled', 'It was cancelled before its turn came')
}
