import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, isAbsolute, join, relative, sep } from 'node:path'
import { contentSecurityPolicy } from './page-policy.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/**
 * A file of the built interface.
 * @param path of the address, still encoded, beginning with `/`
 * @returns 404 for what is not there, is no file of a kind that the interface has, or lies outside its folder
 */
export async function pageFile(folder: string, path: string): Promise<Response> {
  const file = fileBelow(folder, path)
  const type = file === null ? undefined : TYPES[extname(file)]
  if (file === null || type === undefined) return notFound()
  try {
    const bytes = await readFile(file)
    const headers = { 'content-type': type, 'x-content-type-options': 'nosniff' }
    if (extname(file) !== '.html') return new Response(bytes, { headers })
    const nonce = randomBytes(16).toString('base64')
    return new Response(bytes.toString('utf8').replaceAll('__CSP_NONCE__', nonce), {
      headers: { ...headers, 'content-security-policy': contentSecurityPolicy(nonce), 'cache-control': 'no-store' },
    })
  } catch {
    return notFound()
  }
}

/** @returns 404 where it is not there */
export async function textFile(file: string): Promise<Response> {
  const bytes = await readFile(file).catch(() => null)
  if (bytes === null) return notFound()
  return new Response(bytes, {
    headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
  })
}

export function notFound(): Response {
  return new Response('Not found', { status: 404, headers: { 'content-type': 'text/plain' } })
}

/** @returns null where the path, decoded once, is anything but a plain path below the folder */
export function fileBelow(folder: string, path: string): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return null
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null
  const file = join(folder, decoded)
  const inside = relative(folder, file)
  const isInside = inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)
  return isInside ? file : null
}
