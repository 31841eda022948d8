import type { FastifyInstance } from 'fastify'
import type { Access } from './access.ts'
import { type LoginForm, MAX_PASSWORD_LENGTH } from './login.ts'
import { sendPage } from './pages.ts'

const FORM =
  '<form method="post" action="/login"><label for="password">Password</label>' +
  '<input id="password" name="password" type="password" autocomplete="current-password" required autofocus> ' +
  '<button>Open</button></form>'

/** `/login`: a form that works without script. */
export function serveLogin(app: FastifyInstance, access: Access, login: LoginForm): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 8 * 1024 },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  )
  app.get('/login', async (request, reply) =>
    access.isSignedIn(request) ? reply.redirect('/', 303) : sendPage(reply, 200, 'Resight asks for a password', FORM),
  )
  app.post('/login', async (request, reply) => {
    const wait = login.secondsToWait(request.ip)
    if (wait > 0) {
      const text = `<p role="alert">Too many attempts. Try again in ${wait} seconds.</p>`
      return sendPage(reply.header('retry-after', wait), 429, 'Resight asks for a password', text + FORM)
    }
    const password = request.body instanceof URLSearchParams ? (request.body.get('password') ?? '') : ''
    if (password.length <= MAX_PASSWORD_LENGTH && (await login.accepts(password, request.ip))) {
      access.giveSession(reply)
      return reply.redirect('/', 303)
    }
    return sendPage(reply, 403, 'Resight asks for a password', `<p role="alert">That is not the password.</p>${FORM}`)
  })
}
