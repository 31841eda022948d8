import { ResightError, type Encoder } from '../types.ts'
import { readField, readObject, type JsonObject } from './json-file.ts'
import type { OnnxSignature, OnnxValueInfo } from './onnx-signature.ts'
import type { PixelSpec } from '../types.ts'
import type { TokenizerRules } from './text-tokenizer.ts'
import type { Tower } from './tower.ts'

/**
 * Our own name for patch tokens projected into the space of words, [n × count × d], in a vision graph. The hub's
 * exports do not have it: CLIP's give `image_embeds` alone, and SigLIP's `last_hidden_state` is the input of its
 * attention pooling, which is no linear projection. Those models have no tokens.
 */
export const PATCH_OUTPUT = 'patch_embeds'
const KNOWN_INPUTS = ['pixel_values', 'input_ids', 'attention_mask']

/** @throws ResightError `unsupported` when the graph has none of the outputs, or not as vectors */
export function chooseOutput(tower: Tower, names: readonly string[]): OnnxValueInfo {
  const { outputs } = tower.signature
  const found = names
    .map((name) => outputs.find((output) => output.name === name))
    .find((output) => output !== undefined)
  if (found?.type === 'float32' && found.dims.length === 2) return found
  throw new ResightError(
    'unsupported',
    `${tower.path} should give ${names.join(' or ')} as float32 [n × d]; it gives ${outputs.map(describe).join(', ')}`,
    { remedy: 'Use an export made for transformers.js, with its projection and float32 outputs.' },
  )
}

/** @throws ResightError `corrupt` or `unsupported` when the graph's inputs are not what the encoder feeds */
export function checkInput(tower: Tower, wanted: OnnxValueInfo): void {
  const { inputs } = tower.signature
  const strange = inputs.find(({ name }) => !KNOWN_INPUTS.includes(name))
  if (strange !== undefined) {
    throw new ResightError('unsupported', `${tower.path} asks for an input ${strange.name}, which Resight lacks`, {
      remedy: 'Use an export made for transformers.js.',
    })
  }
  const input = inputs.find(({ name }) => name === wanted.name)
  if (input !== undefined && input.type === wanted.type && fits(input.dims, wanted.dims)) return
  const got = input === undefined ? 'does not' : `takes ${describe(input)}`
  throw new ResightError('corrupt', `${tower.path} should take ${describe(wanted)}; it ${got}`, {
    remedy: 'Its preprocessor_config.json and its graphs may come from different models; get the model again.',
  })
}

/** A text graph of fixed length wants every text padded to it. */
export function textRules(rules: TokenizerRules, signature: OnnxSignature): TokenizerRules {
  const fixed = signature.inputs.find(({ name }) => name === 'input_ids')?.dims[1] ?? null
  return fixed === null ? rules : { ...rules, padTo: fixed, maxTokens: Math.min(fixed, rules.maxTokens) }
}

/**
 * The dimension on which all who tell one agree.
 * @param sources name of each file and the dimension it tells; null where it tells none
 * @throws ResightError `corrupt` when two disagree, `unsupported` when none tells
 */
export function commonDimension(sources: readonly (readonly [file: string, d: number | null])[]): number {
  const [first, ...rest] = sources.filter((source): source is readonly [string, number] => source[1] !== null)
  if (first === undefined) {
    throw new ResightError('unsupported', `None of ${sources.map(([file]) => file).join(', ')} tells the dimension`, {
      remedy: 'Use an export whose graphs name the size of their outputs.',
    })
  }
  const other = rest.find(([, d]) => d !== first[1])
  if (other === undefined) return first[1]
  throw new ResightError('corrupt', `${first[0]} gives ${first[1]} dimensions, ${other[0]} gives ${other[1]}`, {
    remedy: 'The files come from different models; remove the model and get it again.',
  })
}

/** @param file config.json, for `vision_config.patch_size`; without that the grid is taken to be square */
export function tokenGrid(
  patches: OnnxValueInfo,
  { cropPx }: PixelSpec,
  config: JsonObject,
  file: string,
): NonNullable<Encoder['tokens']> {
  const patchPx = readField(readObject(config, 'vision_config', file), 'patch_size', 'number', file)
  const stated = patches.dims[1] ?? null
  const rows = patchPx === undefined ? Math.sqrt(stated ?? NaN) : Math.floor(cropPx.height / patchPx)
  const columns = patchPx === undefined ? rows : Math.floor(cropPx.width / patchPx)
  const count = rows * columns
  if (Number.isInteger(count) && count > 0 && (stated ?? count) === count) return { count, rows, columns }
  throw new ResightError('corrupt', `${PATCH_OUTPUT} does not fill the grid of patches that ${file} describes`, {
    remedy: 'State vision_config.patch_size in it.',
  })
}

function fits(dims: OnnxValueInfo['dims'], wanted: OnnxValueInfo['dims']): boolean {
  if (dims.length === 0) return true
  return dims.length === wanted.length && dims.every((size, i) => size === null || (wanted[i] ?? size) === size)
}

function describe({ name, type, dims }: OnnxValueInfo): string {
  return `${name}: ${type} [${dims.map((size) => size ?? 'n').join(' × ')}]`
}
