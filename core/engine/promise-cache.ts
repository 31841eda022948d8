/**
 * Remembers what was computed for a key; whoever asks while it is being computed waits for the same. The least recently
 * used go first, and a failure is not remembered.
 * @param capacity number of values kept
 */
export function promiseCache<T>(capacity: number): (key: string, make: () => Promise<T>) => Promise<T> {
  // A Map iterates in the order of insertion; what is used again is taken out and put in anew.
  const values = new Map<string, Promise<T>>()
  return (key, make) => {
    const known = values.get(key)
    const value = known ?? make()
    values.delete(key)
    values.set(key, value)
    if (known === undefined) {
      value.catch(() => {
        if (values.get(key) === value) values.delete(key)
      })
    }
    for (const oldest of values.keys()) {
      if (values.size <= capacity) break
      values.delete(oldest)
    }
    return value
  }
}
