import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refusal, sendFailure } from './errors.ts'
import { COMMON_HEADERS } from './headers.ts'
import type { LoginForm } from './login.ts'
import { sendPage } from './pages.ts'
import { isOurHost, isOurOrigin, type Listening } from './same-site.ts'
import { isSameSecret, Sessions } from './sessions.ts'

export interface AccessOptions {
  /** 256 random bits; null: a password is asked for instead. */
  readonly token: string | null
  readonly login: LoginForm | null
  /** Known once the server listens. */
  readonly listening: () => Listening
}

/**
 * Lets in who shows the token or has signed in, from this server's own pages only. Every request passes here first.
 */
export class Access {
  readonly #options: AccessOptions
  readonly sessions = new Sessions()

  constructor(options: AccessOptions) {
    this.#options = options
  }

  install(app: FastifyInstance): void {
    app.addHook('onRequest', async (request, reply) => {
      reply.headers(COMMON_HEADERS)
      const { listening, login, token } = this.#options
      // An address with another server's name in it is for a proxy, which this is not.
      if (request.raw.url?.startsWith('/') !== true) {
        return sendFailure(
          reply,
          refusal('invalid-argument', 'Expected a path, beginning with a slash, as the address.'),
        )
      }
      const hosts = request.raw.headersDistinct['host'] ?? []
      if (hosts.length !== 1 || !isOurHost(hosts[0], listening())) {
        const message = 'This server answers only to its own address, the one that `resight serve` printed.'
        return sendFailure(reply, refusal('not-allowed', message))
      }
      if (!isOurOrigin(request.headers, isPageRequest(request))) {
        return sendFailure(reply, refusal('not-allowed', 'This request came from another site, and is refused.'))
      }
      if (login !== null && isLoginRoute(request)) return
      const shown = shownToken(request)
      if (token !== null && shown !== null && isPageRequest(request)) {
        return isSameSecret(shown, token) ? this.#enter(request, reply) : signedOut(request, reply, login)
      }
      if (!this.isSignedIn(request)) return signedOut(request, reply, login)
    })
  }

  isSignedIn(request: FastifyRequest): boolean {
    const { token } = this.#options
    const bearer = /^Bearer ([\w-]{1,200})$/.exec(request.headers.authorization ?? '')?.[1]
    if (bearer !== undefined) return token !== null && isSameSecret(bearer, token)
    const session = request.cookies[this.#cookieName()]
    return session !== undefined && this.sessions.has(session)
  }

  /** Gives a browser a session. One that it may have goes on for what is under way in other tabs. */
  giveSession(reply: FastifyReply): void {
    reply.setCookie(this.#cookieName(), this.sessions.begin(), { path: '/', httpOnly: true, sameSite: 'strict' })
  }

  /** Cookies know no ports: each server on this machine has its own by name. */
  #cookieName(): string {
    return `resight-${this.#options.listening().port}`
  }

  /** The token leaves the address bar; what stays is the cookie. */
  #enter(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    this.giveSession(reply)
    const site = request.headers['sec-fetch-site']
    if (site === undefined || site === 'none' || site === 'same-origin') {
      return reply.header('cache-control', 'no-store').redirect('/', 303)
    }
    // A browser withholds a strict cookie all along a way that began on another site; a page of ours begins a new way.
    return sendPage(
      reply,
      200,
      'Resight',
      '<p><a href="/">Open Resight</a></p>',
      '<meta http-equiv="refresh" content="0;url=/">',
    )
  }
}

/** Asks for something to show in a tab, rather than for data. */
export function isPageRequest(request: FastifyRequest): boolean {
  return (request.method === 'GET' || request.method === 'HEAD') && pathOf(request) === '/'
}

function isLoginRoute(request: FastifyRequest): boolean {
  return pathOf(request) === '/login'
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? ''
}

function shownToken(request: FastifyRequest): string | null {
  const { token } = request.query as { readonly token?: unknown }
  return typeof token === 'string' ? token : null
}

function signedOut(request: FastifyRequest, reply: FastifyReply, login: LoginForm | null): FastifyReply {
  if (!isPageRequest(request)) {
    const message =
      login === null
        ? 'You are not signed in. Open the address that `resight serve` printed.'
        : 'You are not signed in. Reload the page and enter the password.'
    return sendFailure(reply, refusal('not-signed-in', message))
  }
  if (login !== null) return reply.redirect('/login', 303)
  return sendPage(
    reply,
    401,
    'This address is not complete',
    '<p>Open the address that <code>resight serve</code> printed when it started, with its token. ' +
      'If Resight was started again since, it printed a new one.</p>',
  )
}
