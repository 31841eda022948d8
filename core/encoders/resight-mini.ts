import { join } from 'node:path'
import type { Device } from '../api.ts'
import type { PlainTensor } from '../runtime/create-session.ts'
import { ResightError, type Encoder, type Pixels } from '../types.ts'
import { DualEncoder } from './dual-encoder.ts'
import { readField, readJsonFile } from './json-file.ts'
import { toPixelTensor } from './pixel-tensor.ts'
import { parsePreprocessing, type Preprocessing } from './preprocessing.ts'
import { embeddingSpace } from './space.ts'
import { TextTokenizer } from './text-tokenizer.ts'
import { Tower } from './tower.ts'

const LARGEST_CONFIG_BYTES = 64 * 1024
/** The activations of one picture take 20 MB at their widest, and a larger batch is no faster on a CPU. */
const BATCH = 4

/**
 * Opens the built-in encoder (models/resight-mini.md): `image.onnx` with input `pixel_values` [B × 3 × 224 × 224] and
 * outputs `image_embeds` [B × d] and `tokens` [B × 49 × d]; `text.onnx` with inputs `input_ids` and `attention_mask`
 * [B × L] int64 and output `text_embeds` [B × d]. Weights are stored as fp16 and int8 and computed in float32, so
 * a batch gives what its pictures give alone.
 * @throws ResightError `not-found` or `corrupt`, naming the file
 */
export async function openResightMini(
  folder: string,
  options: { readonly device: Device; readonly threads?: number },
): Promise<Encoder> {
  const config = readMiniConfig(folder)
  const file = join(folder, 'preprocessor_config.json')
  const preprocessing = parsePreprocessing(readJsonFile(file, LARGEST_CONFIG_BYTES), file)
  const { maxTokens } = config
  const tokenizer = await TextTokenizer.open(folder, { maxTokens, padTo: null, clean: (text) => text })
  const image = new Tower(join(folder, 'image.onnx'), options)
  // A query of ten words is over before a graphics processor has been asked.
  const text = new Tower(join(folder, 'text.onnx'), { ...options, device: 'cpu' })
  return new ResightMini(config, preprocessing, tokenizer, image, text)
}

interface MiniConfig {
  readonly version: string
  readonly dtype: string
  readonly d: number
  /** Tokens lie on a grid of `side` × `side`. */
  readonly side: number
  readonly maxTokens: number
}

function readMiniConfig(folder: string): MiniConfig {
  const file = join(folder, 'config.json')
  const json = readJsonFile(file, LARGEST_CONFIG_BYTES)
  const text = (key: string): string => required(readField(json, key, 'string', file), key)
  const count = (key: string): number => {
    const value = required(readField(json, key, 'number', file), key)
    if (Number.isInteger(value) && value > 0 && value <= 4096) return value
    throw new ResightError('corrupt', `Expected a small positive integer for ${key} in ${file} but received ${value}`)
  }
  const required = <T>(value: T | undefined, key: string): T => {
    if (value !== undefined) return value
    throw new ResightError('corrupt', `${file} does not say ${key}`, { remedy: REMEDY })
  }
  return {
    version: text('version'),
    dtype: text('dtype'),
    d: count('projection_dim'),
    side: count('patch_grid'),
    maxTokens: count('max_tokens'),
  }
}

class ResightMini extends DualEncoder {
  readonly #preprocessing: Preprocessing
  readonly #tokenizer: TextTokenizer
  readonly #image: Tower
  readonly #text: Tower

  constructor(config: MiniConfig, preprocessing: Preprocessing, tokenizer: TextTokenizer, image: Tower, text: Tower) {
    super({
      id: 'resight-mini',
      space: embeddingSpace({
        model: 'resight-mini',
        dtype: `${config.version}-${config.dtype}`,
        preprocessing: preprocessing.name,
        d: config.d,
      }),
      pixels: preprocessing.pixels,
      tokens: { count: config.side ** 2, rows: config.side, columns: config.side },
    })
    this.#preprocessing = preprocessing
    this.#tokenizer = tokenizer
    this.#image = image
    this.#text = text
  }

  get device(): string {
    return this.#image.device
  }

  protected async embedImages(
    batch: readonly Pixels[],
  ): Promise<{ readonly globals: Float32Array; readonly tokens: Float32Array }> {
    const { width, height } = this.pixels.cropPx
    const count = this.tokens?.count ?? 0
    const globals = new Float32Array(batch.length * this.d)
    const tokens = new Float32Array(batch.length * count * this.d)
    for (let start = 0; start < batch.length; start += BATCH) {
      const part = batch.slice(start, start + BATCH)
      const data = toPixelTensor(part, this.#preprocessing)
      const input: PlainTensor = { type: 'float32', data, dims: [part.length, 3, height, width] }
      const [embeds, patches] = await this.#image.run({ pixel_values: input }, ['image_embeds', 'tokens'])
      globals.set(read(embeds, 'image_embeds', part.length * this.d), start * this.d)
      tokens.set(read(patches, 'tokens', part.length * count * this.d), start * count * this.d)
    }
    return { globals, tokens }
  }

  protected async embedTexts(batch: readonly string[]): Promise<Float32Array> {
    const { inputIds, attentionMask, length } = this.#tokenizer.encode(batch)
    const dims = [batch.length, length]
    const feeds = {
      input_ids: { type: 'int64', data: inputIds, dims } as const,
      attention_mask: { type: 'int64', data: attentionMask, dims } as const,
    }
    const [embeds] = await this.#text.run(feeds, ['text_embeds'])
    return read(embeds, 'text_embeds', batch.length * this.d)
  }

  protected async release(): Promise<void> {
    await this.#image.release()
    await this.#text.release()
  }
}

function read(tensor: PlainTensor | undefined, name: string, length: number): Float32Array {
  const data = tensor?.data
  if (data instanceof Float32Array && data.length === length) return data
  throw new ResightError('corrupt', `The built-in model's output ${name} is not ${length} float32 numbers`, {
    remedy: REMEDY,
  })
}

const REMEDY = 'Restore the folder models/resight-mini from the project.'
