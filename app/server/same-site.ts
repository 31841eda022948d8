import { isIP } from 'node:net'
import { hostname } from 'node:os'
import type { IncomingHttpHeaders } from 'node:http'

/** What the server listens on, as far as names go. */
export interface Listening {
  /** As given: an address or a name. */
  readonly host: string
  readonly port: number
}

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]']

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
}

/** How a host stands in an address: IPv6 in brackets. */
export function inAddress(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host
}

/**
 * Whether a request was meant for this server: a page whose own name was rebound to this address (DNS rebinding) still
 * says its own name in `Host`. Names that nobody else can own pass: addresses, this machine's own names.
 */
export function isOurHost(header: string | undefined, { host, port }: Listening): boolean {
  if (header === undefined) return false
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]/\\@]+)(?::(\d{1,5}))?$/i.exec(header)
  if (match === null) return false
  const name = match[1]!.toLowerCase()
  if (Number(match[2] ?? 80) !== port) return false
  if (LOOPBACK_NAMES.includes(name) || name === inAddress(host).toLowerCase()) return true
  if (isLoopback(host)) return false
  const own = hostname().toLowerCase()
  return isIP(name.replace(/^\[|\]$/g, '')) !== 0 || name === own || name === `${own}.local`
}

/**
 * Whether a request comes from this server's own pages or from no page at all. A browser says where it comes from in
 * `Origin` and `Sec-Fetch-Site`, which no page can forge; another port of this machine is another origin.
 * @param isNavigation whether it asks for a page to be shown, which a link elsewhere may do
 */
export function isOurOrigin(headers: IncomingHttpHeaders, isNavigation: boolean): boolean {
  const { origin, host } = headers
  if (origin !== undefined && origin !== `http://${host ?? ''}`) return false
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return true
  return isNavigation && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
}
