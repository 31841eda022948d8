/** Calls under way by the page that made them and the id that it gave them, so that it can take them back. */
export interface CancellableCalls {
  /** @param callId absent: it can't be cancelled */
  run<T>(pageId: number, callId: string | undefined, work: (signal: AbortSignal | undefined) => Promise<T>): Promise<T>
  cancel(pageId: number, callId: string): void
}

export function cancellableCalls(): CancellableCalls {
  const underWay = new Map<string, AbortController>()
  const keyOf = (pageId: number, callId: string) => `${pageId} ${callId}`
  return {
    async run(pageId, callId, work) {
      if (callId === undefined) return work(undefined)
      const key = keyOf(pageId, callId)
      const controller = new AbortController()
      underWay.set(key, controller)
      try {
        return await work(controller.signal)
      } finally {
        if (underWay.get(key) === controller) underWay.delete(key)
      }
    },
    cancel: (pageId, callId) => underWay.get(keyOf(pageId, callId))?.abort(),
  }
}
