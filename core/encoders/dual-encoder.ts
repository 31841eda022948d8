import {
  invalidArgument,
  ResightError,
  type EmbeddingSpace,
  type Encoder,
  type ImageEncoding,
  type Matrix,
  type Pixels,
  type PixelSpec,
} from '../types.ts'

/** What an encoder says of itself before it has computed anything. */
export interface EncoderDescription {
  readonly id: string
  readonly space: EmbeddingSpace
  readonly pixels: PixelSpec
  readonly tokens: Encoder['tokens']
}

/**
 * Base of every image–text model: public methods check their input, run one after the other and normalise what
 * comes out; subclasses only compute. One call at a time, because two would only share the same cores and hold
 * twice the memory.
 */
export abstract class DualEncoder implements Encoder {
  readonly id: string
  readonly d: number
  readonly space: EmbeddingSpace
  readonly pixels: PixelSpec
  readonly tokens: Encoder['tokens']
  #last: Promise<unknown> = Promise.resolve()
  #disposed: Promise<void> | null = null

  constructor(description: EncoderDescription) {
    this.id = description.id
    this.d = description.space.d
    this.space = description.space
    this.pixels = description.pixels
    this.tokens = description.tokens
  }

  abstract get device(): string

  async encodeImages(batch: readonly Pixels[]): Promise<ImageEncoding> {
    batch.forEach((picture, n) => this.#checkPicture(picture, n))
    return this.#inTurn(async () => {
      if (batch.length === 0) {
        return { globals: { n: 0, d: this.d, data: new Float32Array(0) }, tokens: this.tokens && [] }
      }
      const { globals, tokens } = await this.embedImages(batch)
      const unit = { n: batch.length, d: this.d, data: globals }
      this.#normalise(unit, 'picture')
      return { globals: unit, tokens: this.tokens && tokens && this.#splitTokens(batch.length, tokens) }
    })
  }

  async encodeTexts(batch: readonly string[]): Promise<Matrix> {
    batch.forEach((text, n) => {
      if (typeof text !== 'string') throw invalidArgument(`texts[${n}]`, 'text', text)
    })
    return this.#inTurn(async () => {
      if (batch.length === 0) return { n: 0, d: this.d, data: new Float32Array(0) }
      const unit = { n: batch.length, d: this.d, data: await this.embedTexts(batch) }
      this.#normalise(unit, 'text')
      return unit
    })
  }

  /** Waits for calls under way, then frees the model's memory. Calling it again does nothing. */
  dispose(): Promise<void> {
    this.#disposed ??= this.#last.then(
      () => this.release(),
      () => this.release(),
    )
    return this.#disposed
  }

  /**
   * @param batch at least one picture, of the right size
   * @returns globals [n × d] and tokens [n × count × d] or null, neither normalised
   */
  protected abstract embedImages(
    batch: readonly Pixels[],
  ): Promise<{ readonly globals: Float32Array; readonly tokens: Float32Array | null }>

  /** @param batch at least one text @returns [n × d], not normalised */
  protected abstract embedTexts(batch: readonly string[]): Promise<Float32Array>

  protected abstract release(): Promise<void>

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#disposed !== null) {
      return Promise.reject(new ResightError('internal', `The model ${this.id} was used after it was closed`))
    }
    const turn = this.#last.then(work, work)
    this.#last = turn.catch(() => undefined)
    return turn
  }

  #checkPicture(picture: Pixels, n: number): void {
    const { width, height } = this.pixels.cropPx
    if (picture.width !== width || picture.height !== height) {
      throw invalidArgument(
        `pictures[${n}] of ${this.id}`,
        `${width} × ${height} pixels`,
        `${picture.width} × ${picture.height}`,
      )
    }
    if (picture.data.length !== width * height * 3) {
      throw invalidArgument(`pictures[${n}].data`, `${width * height * 3} bytes (RGB)`, picture.data.length)
    }
  }

  #splitTokens(n: number, data: Float32Array): readonly Matrix[] {
    const count = this.tokens?.count ?? 0
    return Array.from({ length: n }, (_, i) => {
      const tokens = { n: count, d: this.d, data: data.slice(i * count * this.d, (i + 1) * count * this.d) }
      this.#normalise(tokens, 'patch')
      return tokens
    })
  }

  /** In place. A vector without direction compares with nothing, so it is an error and never a zero. */
  #normalise({ n, d, data }: Matrix, what: string): void {
    if (data.length !== n * d) {
      throw new ResightError('corrupt', `${this.id} gave ${data.length} numbers where ${n} × ${d} were expected`, {
        remedy: 'Remove the model and get it again.',
      })
    }
    for (let i = 0; i < n; i++) {
      let sum = 0
      for (let j = i * d; j < (i + 1) * d; j++) sum += (data[j] as number) ** 2
      const norm = Math.sqrt(sum)
      if (!(norm > 0 && norm < Infinity)) {
        throw new ResightError('corrupt', `${this.id} gave no usable vector for ${what} ${i + 1} of ${n}`, {
          remedy: 'Try `--device cpu`; if it happens there too, remove the model and get it again.',
        })
      }
      for (let j = i * d; j < (i + 1) * d; j++) data[j] = (data[j] as number) / norm
    }
  }
}
