/** Something costly that is opened when first needed, once, and closed if it ever was opened. */
export interface Lazy<T> {
  /** Opens at the first call; a failed opening is tried again at the next. */
  get(): Promise<T>
  /** What was opened, without opening it. */
  readonly opened: T | null
  close(): Promise<void>
}

export function lazy<T>(open: () => Promise<T>, close: (value: T) => void | Promise<void>): Lazy<T> {
  let pending: Promise<T> | null = null
  let opened: T | null = null
  return {
    get opened() {
      return opened
    },
    get() {
      pending ??= open().then(
        (value) => (opened = value),
        (cause: unknown) => {
          pending = null
          throw cause
        },
      )
      return pending
    },
    async close() {
      const value = await pending?.catch(() => null)
      pending = null
      opened = null
      if (value !== null && value !== undefined) await close(value)
    },
  }
}
