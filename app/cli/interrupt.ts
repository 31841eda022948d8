/**
 * Turns the first Ctrl-C (or SIGTERM) into an abort, so that the job can finish its batch and commit;
 * a second one ends the process at once, which the catalogue survives as well.
 */
export function interruptSignal(onFirst: () => void): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController()
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130)
    onFirst()
    controller.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  const release = (): void => {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
  return { signal: controller.signal, release }
}
