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
  readonly passwordFile: string | undefined
}

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
  } as const
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false })
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new ResightError('invalid-argument', message, { cause, remedy: 'See `resight serve --help`.' })
  }
}
