import type { Engine, EngineOptions } from '../../core/api.ts'
import { DEVICES } from '../../core/api.ts'
import type { ExitCode } from './exit-codes.ts'
import { libraryFolder } from '../../core/remote/library-folder.ts'
import { parseChoice } from './option-values.ts'
import type { Output } from './output.ts'

/** Options every command takes. */
export interface CommonOptions {
  readonly library?: string
  readonly json?: boolean
  readonly device?: string
  readonly model?: string
}

/** What a command gets besides its own options. */
export interface CommandContext {
  readonly output: Output
  readonly openEngine: (options: EngineOptions) => Promise<Engine>
  /** Called once, with what the process shall exit with. */
  readonly exit: (code: ExitCode) => void
}

/** Opens the library, runs `work`, and closes it whatever happens. */
export async function withEngine<T>(
  context: CommandContext,
  options: CommonOptions,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await context.openEngine({
    library: libraryFolder(options.library),
    ...(options.model === undefined ? {} : { model: options.model }),
    ...(options.device === undefined ? {} : { device: parseChoice(DEVICES, '--device', options.device) }),
  })
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}
