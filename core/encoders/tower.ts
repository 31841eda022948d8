import type { Device } from '../api.ts'
import { runSession, type Feeds, type PlainTensor } from '../runtime/create-session.ts'
import { openSession, type OpenedSession, type SessionOptions } from '../runtime/session.ts'
import { ResightError } from '../types.ts'
import { readOnnxSignature, type OnnxSignature } from './onnx-signature.ts'

/**
 * One of a model's two graphs. Its signature is read at once; it is opened, which can take seconds and hundreds of
 * megabytes, only when it is first run: a search by words never opens the image tower.
 */
export class Tower {
  readonly path: string
  readonly signature: OnnxSignature
  readonly #options: SessionOptions
  #opening: Promise<OpenedSession> | null = null
  #opened: OpenedSession | null = null

  /** @throws ResightError `not-found` or `corrupt` */
  constructor(path: string, options: SessionOptions) {
    this.path = path
    this.signature = readOnnxSignature(path)
    this.#options = options
  }

  /** Where it runs; before it is first run, what was asked for. */
  get device(): Device {
    return this.#opened?.device ?? this.#options.device
  }

  get isOpen(): boolean {
    return this.#opened !== null
  }

  /**
   * @param feeds tensors by input name; those the graph does not have are left out
   * @param outputs names of the wanted outputs
   * @throws ResightError `corrupt` when the runtime fails, e.g. for token ids beyond the graph's vocabulary
   */
  async run(feeds: Feeds, outputs: readonly string[]): Promise<readonly (PlainTensor | undefined)[]> {
    const { session } = await this.#open()
    const own = Object.entries(feeds).filter(([name]) => session.inputNames.includes(name))
    try {
      const results = await runSession(session, Object.fromEntries(own))
      return outputs.map((name) => results[name])
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new ResightError('corrupt', `${this.path} could not be run: ${reason.slice(0, 300)}`, {
        cause,
        remedy: 'Its files may not belong together, or the memory was too small; remove the model and get it again.',
      })
    }
  }

  async release(): Promise<void> {
    const opened = this.#opened
    this.#opened = null
    this.#opening = null
    await opened?.session.release()
  }

  #open(): Promise<OpenedSession> {
    this.#opening ??= openSession(this.path, this.#options).then(
      (opened) => (this.#opened = opened),
      (error: unknown) => {
        this.#opening = null
        throw error
      },
    )
    return this.#opening
  }
}
