/**
 * `resight serve`: the engine behind a local server, for a browser tab. Prints the one address to open.
 */
import { libraryFolder } from '../../core/remote/library-folder.ts'
import { ShellHost } from '../../core/remote/shell-host.ts'
import { forkEngine } from '../../core/remote/spawn.ts'
import { ResightError } from '../../core/types.ts'
import { describeFailure } from './errors.ts'
import { HELP, parseOptions, type ServeOptions } from './options.ts'
import { readPassword } from './read-password.ts'
import { inAddress, isLoopback } from './same-site.ts'
import { buildServer } from './server.ts'
import { LoginForm } from './login.ts'
import { newSecret } from './sessions.ts'

export interface Served {
  /** To open; with the token, where there is one. */
  readonly url: string
  readonly host: ShellHost
  /** Ends connections, then jobs with the batch in hand, then the engine. */
  readonly close: () => Promise<void>
}

/** Opens the library and listens. @throws ResightError, or what the system says of the address */
export async function serve(options: ServeOptions, env: NodeJS.ProcessEnv = process.env): Promise<Served> {
  const password = await readPassword(options, env)
  const token = password === null ? newSecret() : null
  const library = libraryFolder(options.library, env)
  const { model, device } = options
  const host = new ShellHost({ engine: { library, ...(model !== undefined && { model }), device }, spawn: forkEngine })
  let port = options.port
  try {
    const app = await buildServer({
      host,
      token,
      login: password === null ? null : new LoginForm(password),
      listening: () => ({ host: options.host, port }),
    })
    await app.listen({ host: options.host, port: options.port }).catch((cause: unknown) => {
      throw cannotListen(options, cause)
    })
    const address = app.server.address()
    if (address !== null && typeof address === 'object') port = address.port
    const name = isLoopback(options.host) || !/^(0\.0\.0\.0|::)$/.test(options.host) ? options.host : '127.0.0.1'
    const url = `http://${inAddress(name)}:${port}/${token === null ? '' : `?token=${token}`}`
    const close = async (): Promise<void> => {
      await app.close()
      await host.close()
    }
    return { url, close, host }
  } catch (error) {
    await host.close()
    throw error
  }
}

function cannotListen({ host, port }: ServeOptions, cause: unknown): ResightError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'
  const [why, remedy] =
    code === 'EADDRINUSE'
      ? ['another program does', 'Choose another --port, or leave it out for a free one.']
      : code === 'EACCES'
        ? ['it is not allowed', 'Choose a --port above 1023.']
        : [code, 'Choose a --host that is an address of this machine.']
  return new ResightError('unreadable', `Can’t listen on ${inAddress(host)}, port ${port}: ${why}`, { cause, remedy })
}

if (import.meta.main) {
  try {
    const options = parseOptions(process.argv.slice(2))
    if (options.help) {
      process.stdout.write(HELP)
      process.exit(0)
    }
    const { url, close } = await serve(options)
    process.stdout.write(`${url}\n`)
    if (!isLoopback(options.host)) {
      process.stderr.write('Others on this network can reach this address. The traffic is not encrypted.\n')
    }
    if (options.open) await (await import('open')).default(url)
    let isClosing = false
    const stop = (): void => {
      // A second Ctrl-C does not wait; the catalogue survives that as well.
      if (isClosing) process.exit(130)
      isClosing = true
      process.stderr.write('Closing …\n')
      void close().finally(() => process.exit(0))
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  } catch (error) {
    process.stderr.write(`resight: ${describeFailure(error).body.message}\n`)
    process.exitCode = error instanceof ResightError && error.code === 'invalid-argument' ? 2 : 1
  }
}
