import { join } from 'node:path'
import type { Device } from '../api.ts'
import type { PlainTensor } from '../runtime/create-session.ts'
import { ResightError, type Encoder, type Pixels } from '../types.ts'
import { DualEncoder } from './dual-encoder.ts'
import { checkInput, chooseOutput, commonDimension, textRules, tokenGrid, PATCH_OUTPUT } from './hub-signature.ts'
import { readField, readJsonFile, type JsonObject } from './json-file.ts'
import { BATCH_DEPENDENT, chooseTowers, type Dtype } from './model-folder.ts'
import { toPixelTensor } from './pixel-tensor.ts'
import { parsePreprocessing, type Preprocessing } from './preprocessing.ts'
import { embeddingSpace } from './space.ts'
import { TextTokenizer, type TokenizerRules } from './text-tokenizer.ts'
import { Tower } from './tower.ts'

/** In what one family of models in the hub's layout differs from the next. */
export interface FamilyRules {
  readonly family: string
  /** `model_type` of config.json */
  readonly modelTypes: readonly string[]
  /** Outputs that hold the vector in the common space, the first that is there being taken. */
  readonly imageOutputs: readonly string[]
  readonly textOutputs: readonly string[]
  readonly text: TokenizerRules
  /** Dimension of the common space as config.json tells it; null when it does not. */
  readonly dOf: (config: JsonObject, file: string) => number | null
}

export interface OpenOptions {
  /** The registry's key; goes into the embedding space's id. */
  readonly id: string
  readonly device: Device
  readonly threads?: number
  /** Absent: the most exact precision that is there. */
  readonly dtype?: Dtype
  /** Where the runtime remembers which devices proved worth using. */
  readonly cacheFolder?: string
}

const LARGEST_CONFIG_BYTES = 1024 * 1024
/** Pictures a run: enough to use all cores, few enough that other work of the process gets its turn in between. */
const IMAGES_A_RUN = 8
const TEXTS_A_RUN = 32
/** A photo's neighbours do not change when its similarities move in the third decimal; fp16 moves them about so. */
const DEVICE_TOLERANCE = { absolute: 2e-2, relative: 2e-2 }

/**
 * Opens a model folder in the hub's layout. All its files are checked here; the graphs are opened when first used.
 * @throws ResightError `not-found`, `corrupt`, `too-large` or `unsupported`, naming the file
 */
export async function openHubEncoder(folder: string, rules: FamilyRules, options: OpenOptions): Promise<Encoder> {
  const { dtype, ...paths } = chooseTowers(folder, options.dtype ?? null)
  const configFile = join(folder, 'config.json')
  const config = readJsonFile(configFile, LARGEST_CONFIG_BYTES)
  const modelType = readField(config, 'model_type', 'string', configFile) ?? ''
  if (!rules.modelTypes.includes(modelType)) {
    throw new ResightError(
      'unsupported',
      `${configFile} says model_type ${JSON.stringify(modelType)}; the family ${rules.family} expects ${rules.modelTypes.join(' or ')}`,
      { remedy: 'Choose the family that fits the model, or get the model again.' },
    )
  }
  const preprocessorFile = join(folder, 'preprocessor_config.json')
  const preprocessing = parsePreprocessing(readJsonFile(preprocessorFile, LARGEST_CONFIG_BYTES), preprocessorFile)
  const threads = options.threads === undefined ? {} : { threads: options.threads }
  const cache = options.cacheFolder === undefined ? {} : { cacheFolder: options.cacheFolder }
  const vision = new Tower(paths.vision, {
    device: options.device,
    probe: () => ({ feeds: { pixel_values: probePixels(preprocessing) }, tolerance: DEVICE_TOLERANCE }),
    ...threads,
    ...cache,
  })
  // One short text is no work for a graphics card, and finding that out would delay the first search.
  const text = new Tower(paths.text, { device: options.device === 'auto' ? 'cpu' : options.device, ...threads })
  const imageOutput = chooseOutput(vision, rules.imageOutputs)
  const textOutput = chooseOutput(text, rules.textOutputs)
  const { width, height } = preprocessing.pixels.cropPx
  checkInput(vision, { name: 'pixel_values', type: 'float32', dims: [null, 3, height, width] })
  checkInput(text, { name: 'input_ids', type: 'int64', dims: [null, null] })
  const d = commonDimension([
    [paths.vision, imageOutput.dims[1] ?? null],
    [paths.text, textOutput.dims[1] ?? null],
    [configFile, rules.dOf(config, configFile)],
  ])
  const patches = vision.signature.outputs.find(({ name }) => name === PATCH_OUTPUT)
  const tokenizer = await TextTokenizer.open(folder, textRules(rules.text, text.signature))
  return new HubEncoder(
    {
      id: options.id,
      space: embeddingSpace({ model: options.id, dtype, preprocessing: preprocessing.name, d }),
      pixels: preprocessing.pixels,
      tokens: patches === undefined ? null : tokenGrid(patches, preprocessing.pixels, config, configFile),
    },
    { vision, text, tokenizer, preprocessing, dtype, imageOutput: imageOutput.name, textOutput: textOutput.name },
  )
}

interface Parts {
  readonly vision: Tower
  readonly text: Tower
  readonly tokenizer: TextTokenizer
  readonly preprocessing: Preprocessing
  readonly dtype: Dtype
  readonly imageOutput: string
  readonly textOutput: string
}

class HubEncoder extends DualEncoder {
  readonly #parts: Parts

  constructor(description: ConstructorParameters<typeof DualEncoder>[0], parts: Parts) {
    super(description)
    this.#parts = parts
  }

  get device(): string {
    const { vision, text } = this.#parts
    return vision.isOpen || !text.isOpen ? vision.device : text.device
  }

  protected async embedImages(
    batch: readonly Pixels[],
  ): Promise<{ readonly globals: Float32Array; readonly tokens: Float32Array | null }> {
    const { vision, preprocessing, imageOutput } = this.#parts
    const { width, height } = preprocessing.pixels.cropPx
    const outputs = this.tokens === null ? [imageOutput] : [imageOutput, PATCH_OUTPUT]
    const globals = new Float32Array(batch.length * this.d)
    const rowLength = (this.tokens?.count ?? 0) * this.d
    const tokens = this.tokens === null ? null : new Float32Array(batch.length * rowLength)
    const step = this.#step(IMAGES_A_RUN)
    for (let start = 0; start < batch.length; start += step) {
      const part = batch.slice(start, start + step)
      const dims = [part.length, 3, height, width]
      const [embeds, patches] = await vision.run(
        { pixel_values: { type: 'float32', data: toPixelTensor(part, preprocessing), dims } },
        outputs,
      )
      globals.set(floats(embeds, [part.length, this.d], vision.path, imageOutput), start * this.d)
      if (tokens !== null) {
        const shape = [part.length, this.tokens?.count ?? 0, this.d]
        tokens.set(floats(patches, shape, vision.path, PATCH_OUTPUT), start * rowLength)
      }
    }
    return { globals, tokens }
  }

  protected async embedTexts(batch: readonly string[]): Promise<Float32Array> {
    const { text, tokenizer, textOutput } = this.#parts
    const out = new Float32Array(batch.length * this.d)
    const step = this.#step(TEXTS_A_RUN)
    for (let start = 0; start < batch.length; start += step) {
      const part = batch.slice(start, start + step)
      const { inputIds, attentionMask, length } = tokenizer.encode(part)
      const dims = [part.length, length]
      const [embeds] = await text.run(
        {
          input_ids: { type: 'int64', data: inputIds, dims },
          attention_mask: { type: 'int64', data: attentionMask, dims },
        },
        [textOutput],
      )
      out.set(floats(embeds, [part.length, this.d], text.path, textOutput), start * this.d)
    }
    return out
  }

  protected async release(): Promise<void> {
    await this.#parts.vision.release()
    await this.#parts.text.release()
  }

  /** A photo's vector must not depend on which photos happened to be encoded beside it. */
  #step(most: number): number {
    return BATCH_DEPENDENT.includes(this.#parts.dtype) ? 1 : most
  }
}

function floats(tensor: PlainTensor | undefined, shape: readonly number[], path: string, name: string): Float32Array {
  const dims = tensor?.dims ?? []
  if (tensor?.data instanceof Float32Array && dims.length === shape.length && dims.every((s, i) => s === shape[i])) {
    return tensor.data
  }
  throw new ResightError(
    'corrupt',
    `${name} of ${path} came as ${tensor?.type ?? 'nothing'} [${dims.join(' × ')}]; float32 [${shape.join(' × ')}] was expected`,
    { remedy: 'The files of the model do not belong together; remove it and get it again.' },
  )
}

/** A ramp: real pictures' size, every value different, nothing that saturates. */
function probePixels({ pixels }: Preprocessing): PlainTensor {
  const { width, height } = pixels.cropPx
  const length = IMAGES_A_RUN * 3 * height * width
  const data = Float32Array.from({ length }, (_, i) => Math.sin(i * 0.01) + ((i * 7919) % 101) / 101 - 0.5)
  return { type: 'float32', data, dims: [IMAGES_A_RUN, 3, height, width] }
}
