import { randomBytes } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { pagePolicy } from './headers.ts'

const STYLE = `
:root { color-scheme: dark light; font: 16px/1.55 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; }
main { max-width: 34rem; padding: 2rem; } h1 { font-size: 1.25rem; margin: 0 0 .5rem; } code { overflow-wrap: anywhere; }
label { display: block; margin: 1rem 0 .25rem; } input, button { font: inherit; padding: .5rem .75rem; }
input { width: min(100%, 20rem); box-sizing: border-box; } [role=alert] { font-weight: 600; }
`

/** A plain page that needs no script. `body` is HTML of this program's own; whatever comes from outside is escaped in it. */
export function sendPage(reply: FastifyReply, status: number, title: string, body: string, head = ''): FastifyReply {
  const nonce = newNonce()
  return reply
    .code(status)
    .headers({ 'content-security-policy': pagePolicy(nonce), 'cache-control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="en"><head><meta charset="utf-8">` +
        `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title>${head}` +
        `<style nonce="${nonce}">${STYLE}</style></head><body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`,
    )
}

export function newNonce(): string {
  return randomBytes(18).toString('base64')
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
