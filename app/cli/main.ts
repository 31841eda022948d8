import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { CommanderError } from 'commander'
import { openEngine } from '../../core/engine.ts'
import { ResightError } from '../../core/types.ts'
import type { CommandContext } from './context.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { type Output, processOutput } from './output.ts'
import { createProgram } from './program.ts'

/** Runs one command line. @param args without the program's own name @returns the exit code */
export async function runCli(args: readonly string[], output: Output): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok
  const context: CommandContext = { output, openEngine, exit: (wanted) => (code = wanted) }
  const program = createProgram(context, packageVersion())
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => output.out(text.trimEnd()),
      writeErr: (text) => output.err(text.trimEnd()),
    })
  }
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    output.err(describeError(error))
    return exitCode(error)
  }
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}

/** The message and the remedy; the stack only with RESIGHT_DEBUG set. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `resight: ${String(error)}`
  const remedy = error instanceof ResightError && error.remedy !== null ? `\n${error.remedy}` : ''
  const stack = process.env['RESIGHT_DEBUG'] === undefined ? '' : `\n${inspect(error)}`
  return `resight: ${error.message}${remedy}${stack}`
}

function exitCode(error: unknown): ExitCode {
  if (!(error instanceof ResightError)) return EXIT.failure
  switch (error.code) {
    case 'invalid-argument':
      return EXIT.usage
    case 'not-found':
    case 'unreadable':
    case 'unsupported':
    case 'too-large':
    case 'timed-out':
    case 'offline':
      return EXIT.input
    case 'busy':
    case 'corrupt':
      return EXIT.library
    case 'cancelled':
      return EXIT.interrupted
    case 'crashed':
    case 'internal':
      return EXIT.failure
  }
}

if (import.meta.main) {
  // A reader that goes away (`resight search … | head -1`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok)
    throw error
  })
  process.exitCode = await runCli(process.argv.slice(2), processOutput())
}
