import type { MenuItemConstructorOptions } from 'electron'

export interface MenuActions {
  readonly go: (hash: string) => void
  readonly addFolder: () => void
  readonly openDocs: () => void
}

/** The native menu. Every item is in the interface too: a menu bar is hidden on many desktops. */
export function menuTemplate(platform: NodeJS.Platform, actions: MenuActions): MenuItemConstructorOptions[] {
  const { go } = actions
  const isMac = platform === 'darwin'
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Add Folder …', accelerator: 'CmdOrCtrl+O', click: actions.addFolder },
        { type: 'separator' },
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { label: 'Library', accelerator: 'CmdOrCtrl+1', click: () => go('/') },
        { label: 'Search', accelerator: 'CmdOrCtrl+F', click: () => go('/search') },
        { label: 'Map', accelerator: 'CmdOrCtrl+3', click: () => go('/map') },
        { label: 'Models', accelerator: 'CmdOrCtrl+4', click: () => go('/models') },
        { label: 'Settings', accelerator: 'CmdOrCtrl+,', click: () => go('/settings') },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [{ label: 'Resight’s Guide', click: actions.openDocs }] },
  ]
}
