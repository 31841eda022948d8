import type { AppUpdater } from 'electron-updater'

/**
 * Looks for a newer version, once, and tells the system's notification when it is ready to be installed at the next
 * start. Only where the build names where releases are published: without that the app never asks the network.
 *
 * @param feed the publish target in the packaged app's `app-update.yml`; null: none is set
 */
export async function checkForUpdates(
  feed: string | null,
  openUpdater: () => Promise<Pick<AppUpdater, 'checkForUpdatesAndNotify' | 'on'>>,
): Promise<'off' | 'checked' | 'failed'> {
  if (feed === null) return 'off'
  try {
    const updater = await openUpdater()
    updater.on('error', () => undefined)
    await updater.checkForUpdatesAndNotify()
    return 'checked'
  } catch {
    // Without a network, or with a server that is down: the next start asks again.
    return 'failed'
  }
}
