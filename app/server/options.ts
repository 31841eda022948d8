import { parseArgs } from 'node:util'
import { DEVICES, type Device } from '../../core/api.ts'
import { invalidArgument, ResightError } from '../../core/types.ts'

export interface ServeOptions {
  readonly library: string | undefined
  readonly model: string | undefined
  readonly device: Device
  readonly host: string
  /** 0: a free one, chosen by the system. */
  readonly port: number
  readonly open: boolean
  readonly help: boolean
  readonly passwordFile: string | undefined
}

export const HELP = `Usage: resight serve [options]

The interface in a browser tab. Prints the address to open; Ctrl-C ends it.

  --port <n>              listen on this port (default: a free one)
  --host <address>        listen on this address (default: 127.0.0.1, this machine only); any other needs a password
  --password-file <file>  ask for the password in the first line of this file (or set RESIGHT_PASSWORD)
  --open                  open the browser
  --library <dir>         where the library lives (default: the system's own data folder, or RESIGHT_LIBRARY)
  --model <id>            encoder to use
  --device <name>         where models run: ${DEVICES.join(', ')}
  -h, --help              this text
`

/** @throws ResightError `invalid-argument` */
export function parseOptions(args: readonly string[]): ServeOptions {
  const { values } = parse(args)
  const port = values.port ?? '0'
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw invalidArgument('--port', 'a number up to 65535', port)
  const device = DEVICES.find((name) => name === (values.device ?? 'auto'))
  if (device === undefined) throw invalidArgument('--device', `one of ${DEVICES.join(', ')}`, values.device)
  return {
    library: values.library,
    model: values.model,
    device,
    host: values.host ?? '127.0.0.1',
    port: Number(port),
    open: values.open ?? false,
    help: values.help ?? false,
    passwordFile: values['password-file'],
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  const options = {
    library: text,
    model: text,
    device: text,
    host: text,
    port: text,
    'password-file': text,
    open: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false })
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new ResightError('invalid-argument', message, { cause, remedy: 'See `resight serve --help`.' })
  }
}
