import type { z } from 'zod'
import type { CallName, Calls } from '../api/shell.ts'
import { ResightError } from '../types.ts'
import { libraryArguments } from './schemas/browse.ts'
import { hostArguments } from './schemas/host.ts'
import { modelArguments } from './schemas/models.ts'
import { photoIdArguments } from './schemas/photo-id.ts'

/** What each call may be asked with: one schema for the list of its arguments. Fields that the contract lacks are refused. */
export const ARGUMENTS = {
  ...libraryArguments,
  ...modelArguments,
  ...photoIdArguments,
  ...hostArguments,
} satisfies Readonly<Record<CallName, z.ZodType<readonly unknown[]>>>

export const CALL_NAMES: ReadonlySet<string> = new Set(Object.keys(ARGUMENTS))

type Schemas = typeof ARGUMENTS
type Parsed<N extends CallName> = z.output<Schemas[N]>

type DeepReadonly<T> = T extends readonly unknown[] | object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T
/** `true` where what a schema lets through is just what the contract takes; else the name, so that the error tells it. */
type Agrees<N extends CallName> = [Parsed<N>] extends [Parameters<Calls[N]>]
  ? [Required<Parameters<Calls[N]>>] extends [DeepReadonly<Required<Parsed<N>>>]
    ? true
    : N
  : N

/** Fails to compile where a schema and the contract differ, or a schema is for no call. */
const agreement: { readonly [N in CallName]: Agrees<N> } & { readonly [N in Exclude<keyof Schemas, CallName>]: never } =
  Object.fromEntries(Object.keys(ARGUMENTS).map((name) => [name, true])) as { readonly [N in CallName]: true }
void agreement

export interface CheckedCall {
  readonly name: CallName
  readonly args: readonly unknown[]
}

/**
 * Checks a call that came from outside.
 * @throws ResightError `not-found` for a name that is no call; `invalid-argument` that names the field
 */
export function parseArguments(name: string, args: unknown): CheckedCall {
  if (!isCallName(name)) {
    throw new ResightError('not-found', `There is no call ${JSON.stringify(name.slice(0, 60))}`, {
      remedy: 'The calls are listed in docs/server.md.',
    })
  }
  if (!Array.isArray(args)) {
    throw new ResightError('invalid-argument', `Expected a list of the arguments of ${name}`)
  }
  const schema: z.ZodType<readonly unknown[]> = ARGUMENTS[name]
  const result = schema.safeParse(args)
  if (result.success) return { name, args: result.data }
  throw new ResightError('invalid-argument', `${name}: ${describe(result.error)}`)
}

function isCallName(name: string): name is CallName {
  return CALL_NAMES.has(name)
}

/** The first thing that is wrong, by its place: `argument 1, parts[0].weight: Too big: expected number to be <=1000`. */
function describe(error: z.ZodError): string {
  const [issue] = error.issues
  if (issue === undefined) return 'the arguments are not what is expected'
  const [index, ...rest] = issue.path
  const place = rest.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key).slice(0, 60)}`)).join('')
  const where = typeof index === 'number' ? `argument ${index + 1}${place.replace(/^\./, ', ')}: ` : ''
  return `${where}${issue.message.slice(0, 300)}`
}
