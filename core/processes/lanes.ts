/**
 * Does something with each of several things, so many at once, begun in their order.
 * @throws what the first of them throws to do so, once those under way have ended; no further one is begun
 */
export async function inLanes<T>(
  things: readonly T[],
  lanes: number,
  doIt: (thing: T) => Promise<void>,
): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < things.length) {
      try {
        await doIt(things[next++]!)
      } catch (error) {
        next = things.length
        throw error
      }
    }
  }
  const running = Array.from({ length: lanes }, lane)
  try {
    await Promise.all(running)
  } finally {
    await Promise.allSettled(running)
  }
}
