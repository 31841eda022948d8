import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { LICENCES_FILE } from '../../core/remote/licences-file.ts'
import { refusal } from './errors.ts'

/** `GET /api/licences`: of what Resight is made from, as plain text. */
export function serveLicences(app: FastifyInstance, file = LICENCES_FILE): void {
  app.get('/api/licences', async (_request, reply) => {
    const text = await readFile(file, 'utf8').catch(() => {
      throw refusal('not-found', 'THIRD_PARTY_LICENCES.md is missing. Restore it, or write it with `npm run licences`.')
    })
    return reply.header('cache-control', 'no-cache').type('text/plain; charset=utf-8').send(text)
  })
}
