import { useSyncExternalStore } from 'react'

/**
 * Screens and what they show in the part of the address after `#`: `#/search?q=…`. Wouter's own hash hook would put
 * what follows `?` before the `#`, where it travels to the server and reloads the page.
 */
export function useHashLocation(): [string, typeof goTo] {
  return [useSyncExternalStore(subscribe, hashPath), goTo]
}

/** @returns what follows the `?` within the hash, without it */
export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, hashSearch)
}

useHashLocation.hrefs = (href: string): string => `#${href}`

interface GoToOptions {
  /** Takes the place of the present entry of the history. */
  readonly replace?: boolean
  readonly state?: unknown
}

/** @param to path of a screen, with what it is to show: `/search?q=…` */
export function goTo(to: string, { replace = false, state = null }: GoToOptions = {}): void {
  const oldURL = location.href
  const newURL = new URL(`#/${to.replace(/^#?\/?/, '')}`, oldURL).href
  history[replace ? 'replaceState' : 'pushState'](state, '', newURL)
  // The browser says so only when a person changes the hash.
  dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL }))
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

function hashPath(): string {
  return `/${location.hash.replace(/^#?\/?/, '').split('?')[0] ?? ''}`
}

function hashSearch(): string {
  const at = location.hash.indexOf('?')
  return at === -1 ? '' : location.hash.slice(at + 1)
}
