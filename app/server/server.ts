import fastifyCookie from '@fastify/cookie'
import { fastify, type FastifyInstance } from 'fastify'
import type { ShellHost } from '../../core/remote/shell-host.ts'
import { Access, type AccessOptions } from './access.ts'
import { serveCalls } from './calls.ts'
import { refusal, sendFailure } from './errors.ts'
import { answerMalformed } from './malformed.ts'
import { serveEvents } from './events.ts'
import { INTERFACE_FOLDER, serveInterface } from './interface-files.ts'
import { serveLicences } from './licences.ts'
import { serveLogin } from './login-page.ts'
import { servePhotos } from './photos.ts'
import { serveProjects } from './projects.ts'
import { serveUploads } from './uploads.ts'

export interface ServerOptions extends AccessOptions {
  readonly host: ShellHost
  /** Default: where the interface is built. */
  readonly interfaceFolder?: string
}

/** Whoever sends a request must have sent it whole by then; a picture on a slow network takes a while. */
const REQUEST_TIMEOUT_MS = 120_000
const HEADERS_TIMEOUT_MS = 10_000
/** A connection on which nothing moves. Events have a heartbeat; no call takes this long. */
const IDLE_TIMEOUT_MS = 600_000
const MAX_CONNECTIONS = 512

/** The API of docs/server.md, ready to listen. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = fastify({
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: IDLE_TIMEOUT_MS,
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: true,
    frameworkErrors: (error, _request, reply) => void sendFailure(reply, error),
    clientErrorHandler: answerMalformed,
  })
  app.server.headersTimeout = HEADERS_TIMEOUT_MS
  app.server.maxConnections = MAX_CONNECTIONS
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler((error, _request, reply) => sendFailure(reply, error))

  const access = new Access(options)
  await app.register(fastifyCookie)
  access.install(app)
  app.setNotFoundHandler((_request, reply) =>
    sendFailure(reply, refusal('not-found', 'There is nothing at this address.')),
  )
  await serveInterface(app, options.interfaceFolder ?? INTERFACE_FOLDER)
  if (options.login !== null) await app.register(async (scope) => serveLogin(scope, access, options.login!))
  serveCalls(app, options.host, access)
  serveEvents(app, options.host)
  servePhotos(app, options.host)
  serveLicences(app)
  await app.register(async (scope) => serveUploads(scope, options.host))
  await app.register(async (scope) => serveProjects(scope, options.host))
  return app
}
