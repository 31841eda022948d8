import type { DesktopBridge, Outcome } from '../../../core/api/bridge.ts'
import type { Answer, CallName, Shell } from '../../../core/api/shell.ts'
import { exportAddress } from './export-address.ts'
import { pictureAddresses } from './picture-addresses.ts'
import { CANCELLED, ShellError } from './shell-error.ts'

/** The shell of the desktop window: calls by way of the preload script, pictures from the app's own protocol. */
export function openDesktopShell(bridge: DesktopBridge): Shell {
  return {
    kind: 'desktop',
    call: async (name, ...args) => valueOf(await bridge.call(name, args)) as Answer<typeof name>,
    callWith: async (signal, name, ...args) =>
      valueOf(await cancellable(bridge, signal, name, args)) as Answer<typeof name>,
    subscribe: (listener) => bridge.subscribe(listener),
    ...pictureAddresses(''),
    addUpload: async (data, name) => valueOf(await bridge.addUpload(data, name)),
    exportUrl: (...request) => exportAddress('', ...request),
    // It is on this machine: nothing is sent.
    importProject: async (file) => valueOf(await bridge.importProject(file)),
    desktop: {
      pickFolders: async () => valueOf(await bridge.pickFolders()),
      showInFileManager: async (photoId) => void valueOf(await bridge.showInFileManager(photoId)),
      openWith: async (photoId) => void valueOf(await bridge.openWith(photoId)),
      startDrag: (photoIds) => bridge.startDrag(photoIds),
      pathOfFile: (file) => bridge.pathOfFile(file),
    },
  }
}

/** A signal can't cross to another process: the call gets an id, and whoever loses interest says so by it. */
async function cancellable(
  bridge: DesktopBridge,
  signal: AbortSignal,
  name: CallName,
  args: readonly unknown[],
): Promise<Outcome<unknown>> {
  if (signal.aborted) return { ok: false, error: CANCELLED }
  const callId = crypto.randomUUID()
  const cancel = () => bridge.cancelCall(callId)
  signal.addEventListener('abort', cancel, { once: true })
  try {
    return await bridge.call(name, args, callId)
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw new ShellError(outcome.error)
}
