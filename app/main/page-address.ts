/** The app's own protocol: the interface and the pictures come from here, and nothing else does. */
export const SCHEME = 'resight-app'
export const ORIGIN = `${SCHEME}://library`
export const START_PAGE = `${ORIGIN}/index.html`

/** Whether an address is a page of this app: the only place the window may be, and the only sender it listens to. */
export function isOwnPage(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  return protocol === `${SCHEME}:` && host === 'library'
}
