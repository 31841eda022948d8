/** How the bytes of a ZIP's files are followed and steered on their way. */
export interface ByteControl {
  readonly signal?: AbortSignal
  /** Called once, before the first of them. @param bytes that there will be, about */
  readonly onTotal?: (bytes: number) => void
  /** @param bytes passed on since the last time @param name of the file within the ZIP; null: not known */
  readonly onBytes?: (bytes: number, name: string | null) => void
  /** Awaited before every piece; resolves when the next may go on. */
  readonly whilePaused?: () => Promise<void>
}

/** A stage for `pipeline` that passes on what it gets, and tells of it. */
export function following<T extends { readonly length: number }>(
  name: string | null,
  { onBytes, whilePaused }: ByteControl,
) {
  return async function* (source: AsyncIterable<T>): AsyncGenerator<T> {
    for await (const chunk of source) {
      await whilePaused?.()
      yield chunk
      onBytes?.(chunk.length, name)
    }
  }
}
