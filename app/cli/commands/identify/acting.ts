import type { Engine, JobControl } from '../../../../core/api.ts'
import type { CommandContext, CommonOptions } from '../../context.ts'
import type { ProgressView } from '../../progress.ts'

export interface IdentifyOptions extends CommonOptions {
  readonly project?: string
  readonly species?: string
  readonly population?: string
  readonly csv?: string
  readonly map?: readonly string[]
  readonly by?: string
  readonly gapMinutes?: string
  readonly gapMetres?: string
  readonly auto?: boolean
  readonly precision?: string
  readonly accept?: boolean
  readonly anySide?: boolean
  readonly withPhotos?: boolean
  readonly occasions?: string
  readonly individuals?: string
  readonly photos?: string
  readonly seed?: string
  readonly against?: string
  readonly count?: string
  readonly yes?: boolean
  readonly extractors?: string
  readonly regions?: string
  readonly rotations?: string
  readonly shortlist?: string
}

/** What an action gets: the open library, what was asked, and how to answer. */
export interface Acting {
  readonly engine: Engine
  readonly args: readonly string[]
  readonly options: IdentifyOptions
  readonly control: JobControl
  readonly view: ProgressView
  /** Who decides. */
  readonly by: string
  /** @param value printed with `--json` @param lines printed without */
  readonly out: (value: unknown, lines: readonly string[]) => void
  /** To stderr, whatever is printed. */
  readonly warn: (line: string) => void
  readonly exit: CommandContext['exit']
}

export type Action = (acting: Acting) => Promise<void>
