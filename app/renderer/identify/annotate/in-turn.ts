/** Does one thing after the other, in the order in which they were asked for. */
export type InTurn = <T>(work: (isLast: () => boolean) => Promise<T>) => Promise<T>

/** What fails fails for who asked; the next has its turn all the same. `isLast`: nothing waits behind it. */
export function openInTurn(): InTurn {
  let line: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return (work) => {
    waiting++
    const done = line.then(() => work(() => waiting === 1)).finally(() => waiting--)
    line = done.catch(() => undefined)
    return done
  }
}
