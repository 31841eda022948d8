/** Between the engine's utility process and the main process, which alone can start others. */
export type ModuleRequest =
  | {
      readonly kind: 'start'
      readonly key: number
      readonly file: string
      readonly execArgv: readonly string[]
      readonly env: NodeJS.ProcessEnv
    }
  | { readonly kind: 'kill'; readonly key: number }

/** `started` brings the port that leads to the module. */
export type ModuleNews =
  | { readonly kind: 'started'; readonly key: number; readonly pid: number | undefined }
  | { readonly kind: 'exited'; readonly key: number; readonly reason: string }
