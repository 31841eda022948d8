/** What a link from outside may name: a screen, and the words of a query. */
const SCREENS = new Set(['search', 'map', 'models', 'settings'])
const MAX_LINK = 4000

/**
 * `resight://search?q=a+dog+-snow` → `/search?q=a+dog+-snow`: what follows # in the page's address.
 * @returns null for anything that is no such link: a stranger may have written it
 */
export function hashOfDeepLink(link: string): string | null {
  if (link.length > MAX_LINK || !URL.canParse(link)) return null
  const address = new URL(link)
  if (address.protocol !== 'resight:') return null
  const screen = address.host === '' ? address.pathname.replace(/^\/+/, '') : address.host
  if (!SCREENS.has(screen)) return null
  const query = address.searchParams.get('q')
  return screen === 'search' && query !== null
    ? `/search?${new URLSearchParams({ q: query }).toString()}`
    : `/${screen}`
}

/** The link among a command line's arguments, as Windows and Linux pass one. */
export function deepLinkOf(argv: readonly string[]): string | null {
  for (const argument of argv) {
    const hash = hashOfDeepLink(argument)
    if (hash !== null) return hash
  }
  return null
}
