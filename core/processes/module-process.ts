/** A process of its own that runs one module of this program and exchanges messages with the one that started it. */
export interface ModuleProcess {
  /** undefined: not started yet, or it never will. */
  readonly pid: number | undefined
  /** A message to a process that is gone is dropped: `onExit` tells. */
  send(message: unknown): void
  /** Ends it at once, without asking. `onExit` follows. */
  kill(): void
  /** Whether this process waits for that one; held from the start. */
  hold(isHeld: boolean): void
}

export interface ModuleEvents {
  readonly onMessage: (message: unknown) => void
  /** Called once, also when the process never started. */
  readonly onExit: (reason: string) => void
}

export interface ModuleOptions {
  /** Node's options for the process. */
  readonly execArgv: readonly string[]
  readonly env: NodeJS.ProcessEnv
}

/** @param file absolute path of the module */
export type StartModule = (file: string, options: ModuleOptions, events: ModuleEvents) => ModuleProcess
