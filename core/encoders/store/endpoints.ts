import { setGlobalProxyFromEnv } from 'node:http'
import { ResightError } from '../../types.ts'

export type Env = Readonly<Record<string, string | undefined>>

/** Where models are downloaded from. */
export interface Endpoints {
  /** The hub or a mirror of it, without a closing slash. */
  readonly hub: string
  /** What serves files of GitHub repositories. */
  readonly github: string
  /** For repositories that ask for it; sent to the hub alone. */
  readonly token: string | null
}

const HUB = 'https://huggingface.co'
const GITHUB = 'https://raw.githubusercontent.com'

/**
 * Reads `HF_ENDPOINT` (a mirror) and `HF_TOKEN`, as the hub's own clients do, and `RESIGHT_GITHUB_ENDPOINT`.
 * @throws ResightError `invalid-argument` for an endpoint that is no http(s) address
 */
export function endpointsOf(env: Env): Endpoints {
  const token = env['HF_TOKEN']?.trim()
  return {
    hub: baseUrl(env, 'HF_ENDPOINT') ?? HUB,
    github: baseUrl(env, 'RESIGHT_GITHUB_ENDPOINT') ?? GITHUB,
    token: token ? token : null,
  }
}

function baseUrl(env: Env, name: string): string | null {
  const value = env[name]?.trim()
  if (!value) return null
  const url = URL.canParse(value) ? new URL(value) : null
  if (url !== null && /^https?:$/.test(url.protocol)) return value.replace(/\/+$/, '')
  throw new ResightError('invalid-argument', `${name} is not the address of a server: ${value.slice(0, 200)}`, {
    remedy: 'Set it to something like https://mirror.example, or unset it.',
  })
}

let users = 0
let restore = (): void => undefined

/**
 * Runs work whose requests go through `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`. Node 24 sets proxies for the whole
 * process, so overlapping calls share the first one's.
 * @throws ResightError `invalid-argument` for a proxy that is no address
 */
export async function withProxy<T>(env: Env, work: () => Promise<T>): Promise<T> {
  if (users === 0) restore = proxyFrom(env)
  users++
  try {
    return await work()
  } finally {
    users--
    if (users === 0) restore()
  }
}

function proxyFrom(env: Env): () => void {
  try {
    return setGlobalProxyFromEnv({ ...env })
  } catch (cause) {
    throw new ResightError('invalid-argument', 'HTTPS_PROXY or HTTP_PROXY is not the address of a proxy', {
      cause,
      remedy: 'Set it to something like http://proxy.example:3128, or unset it.',
    })
  }
}
