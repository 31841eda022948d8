import { readFile } from 'node:fs/promises'
import { ResightError } from '../../core/types.ts'
import { MAX_PASSWORD_LENGTH } from './login.ts'
import { isLoopback } from './same-site.ts'

const MIN_PASSWORD_LENGTH = 10

/**
 * The password to ask for: from `--password-file` (its first line), else RESIGHT_PASSWORD; null: none is set, and the
 * server is for this machine alone.
 * @throws ResightError `invalid-argument` where others could reach the server and there is none, or one too short
 */
export async function readPassword(
  { host, passwordFile }: { readonly host: string; readonly passwordFile: string | undefined },
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const password = passwordFile === undefined ? env['RESIGHT_PASSWORD'] : await firstLine(passwordFile)
  if (password === undefined || password === '') {
    if (isLoopback(host) && passwordFile === undefined) return null
    throw new ResightError('invalid-argument', `Others could reach a server on ${host}, so it needs a password`, {
      remedy: 'Put one into a file and name it by --password-file, or into RESIGHT_PASSWORD.',
    })
  }
  if (password.length < MIN_PASSWORD_LENGTH || password.length > MAX_PASSWORD_LENGTH) {
    const lengths = `${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH}`
    throw new ResightError('invalid-argument', `Expected a password of ${lengths} characters`)
  }
  return password
}

async function firstLine(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).split(/\r?\n/, 1)[0] ?? ''
  } catch (cause) {
    throw new ResightError('unreadable', `The password file ${path} could not be read`, { cause })
  }
}
