import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { interfacePolicy } from './headers.ts'
import { newNonce, sendPage } from './pages.ts'

/** Where `npm run build-interface` puts it. */
export const INTERFACE_FOLDER = fileURLToPath(new URL('../renderer/dist/', import.meta.url))

const NOT_BUILT =
  '<p>Run <code>npm run build-interface</code> in Resight’s folder and reload this page. ' +
  'The command line works without it: <code>bin/resight search</code>.</p>'

/** The built interface: `/` is its page, with a nonce of its own each time; everything else is a file by its name. */
export async function serveInterface(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, { root: folder, serve: false, dotfiles: 'allow', cacheControl: false })

  app.get('/', async (_request, reply) => {
    const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => null)
    if (page === null) return sendPage(reply, 503, 'The interface has not been built yet', NOT_BUILT)
    const nonce = newNonce()
    return reply
      .headers({ 'content-security-policy': interfacePolicy(nonce), 'cache-control': 'no-store' })
      .type('text/html; charset=utf-8')
      .send(page.replaceAll('__CSP_NONCE__', nonce))
  })
  // Vite puts a digest of the content into these names.
  app.get('/assets/*', async (request, reply) =>
    reply
      .headers({
        'cache-control': 'private, max-age=31536000, immutable',
        'content-security-policy': "default-src 'self'",
      })
      .sendFile((request.params as { readonly '*': string })['*'], join(folder, 'assets')),
  )
  app.get('/icon.svg', async (_request, reply) => reply.header('cache-control', 'no-cache').sendFile('icon.svg'))
}
