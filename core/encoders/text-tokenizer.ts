import { basename, join } from 'node:path'
import { ResightError } from '../types.ts'
import { readField, readJsonFile, type JsonObject } from './json-file.ts'

/** Of tokenizer.json; SigLIP 2's, with 256,000 pieces, has 34 MB. */
const LARGEST_TOKENIZER_BYTES = 96 * 1024 * 1024
const LARGEST_CONFIG_BYTES = 4 * 1024 * 1024
/** A query is a sentence or two; anything longer is cut before the tokenizer's quadratic parts see it. */
const LONGEST_TEXT = 10_000

export interface TokenizerRules {
  /** Longest sequence the text tower takes, special tokens included. */
  readonly maxTokens: number
  /** Length every sequence is padded to; null: that of the batch's longest. */
  readonly padTo: number | null
  /** What happens to a text before its tokenizer; `tokenizerClass` as tokenizer_config.json names it. */
  readonly clean: (text: string, tokenizerClass: string) => string
}

/** What is used of @huggingface/tokenizers 0.2, whose own declarations do not resolve under NodeNext. */
interface Tokenizer {
  encode(text: string, options?: { readonly add_special_tokens?: boolean }): { readonly ids: readonly number[] }
  token_to_id(token: string): number | undefined
}
interface TokenizersPackage {
  readonly Tokenizer: new (tokenizer: JsonObject, config: JsonObject) => Tokenizer
}

/** Token ids of n texts, padded to one length. */
export interface TokenBatch {
  /** [n × length] */
  readonly inputIds: BigInt64Array
  /** [n × length], 1 for a token, 0 for padding */
  readonly attentionMask: BigInt64Array
  readonly length: number
}

/**
 * The hub's `tokenizer.json` with the padding and truncation that transformers applies in Python. Truncation keeps
 * the closing special token, which transformers.js 4.3 drops: CLIP reads its text vector at that token.
 */
export class TextTokenizer {
  readonly #tokenizer: Tokenizer
  readonly #rules: TokenizerRules
  readonly #maxTokens: number
  readonly #class: string
  readonly #prefix: readonly number[]
  readonly #suffix: readonly number[]
  readonly #padId: number
  readonly #padLeft: boolean

  /** @throws ResightError `not-found`, `too-large`, `corrupt` or `unsupported`, naming the file */
  static async open(folder: string, rules: TokenizerRules): Promise<TextTokenizer> {
    const path = join(folder, 'tokenizer.json')
    const config = readJsonFile(join(folder, 'tokenizer_config.json'), LARGEST_CONFIG_BYTES)
    const json = readJsonFile(path, LARGEST_TOKENIZER_BYTES)
    // Not at the top: importing a model family must cost nothing to those who never encode a text.
    const { Tokenizer } = (await import('@huggingface/tokenizers')) as unknown as TokenizersPackage
    try {
      return new TextTokenizer(new Tokenizer(literalSpecials(json), config), json, config, rules, folder)
    } catch (cause) {
      if (cause instanceof ResightError) throw cause
      throw new ResightError('unsupported', `${path} could not be understood: ${messageOf(cause)}`, {
        cause,
        remedy: REMEDY,
      })
    }
  }

  private constructor(
    tokenizer: Tokenizer,
    json: JsonObject,
    config: JsonObject,
    rules: TokenizerRules,
    folder: string,
  ) {
    const file = join(folder, 'tokenizer_config.json')
    this.#tokenizer = tokenizer
    this.#rules = rules
    this.#class = readField(config, 'tokenizer_class', 'string', file) ?? ''
    const stated = readField(config, 'model_max_length', 'number', file) ?? rules.maxTokens
    this.#maxTokens = stated >= 1 ? Math.min(rules.maxTokens, stated) : rules.maxTokens
    // The special tokens around a text, found by tokenising one: post-processors come in many forms.
    const bare = tokenizer.encode('a', { add_special_tokens: false }).ids
    const whole = tokenizer.encode('a').ids
    const at = whole.findIndex((_, i) => bare.every((id, j) => whole[i + j] === id))
    if (bare.length === 0 || at < 0) {
      throw new ResightError(
        'unsupported',
        `The special tokens of ${join(folder, 'tokenizer.json')} are not at the ends`,
        { remedy: REMEDY },
      )
    }
    this.#prefix = whole.slice(0, at)
    this.#suffix = whole.slice(at + bare.length)
    if (this.#maxTokens <= this.#prefix.length + this.#suffix.length) {
      throw new ResightError('corrupt', `model_max_length: ${this.#maxTokens} in ${file} leaves no room for a text`, {
        remedy: REMEDY,
      })
    }
    const pad = tokenContent(config['pad_token']) ?? tokenContent(config['eos_token']) ?? statedPadding(json)
    const padId = pad === null ? undefined : tokenizer.token_to_id(pad)
    if (padId === undefined) {
      throw new ResightError('corrupt', `pad_token in ${file} is not in ${basename(folder)}/tokenizer.json`, {
        remedy: REMEDY,
      })
    }
    this.#padId = padId
    this.#padLeft = config['padding_side'] === 'left'
  }

  /** @param batch n texts; an empty one gives the special tokens alone */
  encode(batch: readonly string[]): TokenBatch {
    const sequences = batch.map((text) => this.#ids(text))
    const length = this.#rules.padTo ?? Math.max(1, ...sequences.map((ids) => ids.length))
    const inputIds = new BigInt64Array(batch.length * length).fill(BigInt(this.#padId))
    const attentionMask = new BigInt64Array(batch.length * length)
    sequences.forEach((ids, n) => {
      const start = n * length + (this.#padLeft ? length - ids.length : 0)
      ids.forEach((id, i) => {
        inputIds[start + i] = BigInt(id)
        attentionMask[start + i] = 1n
      })
    })
    return { inputIds, attentionMask, length }
  }

  #ids(text: string): readonly number[] {
    // A lone surrogate has no UTF-8 form; Python would refuse it, a person typed a broken emoji.
    const cleaned = this.#rules.clean(text.slice(0, LONGEST_TEXT).toWellFormed(), this.#class)
    const { ids } = this.#tokenizer.encode(cleaned, { add_special_tokens: false })
    const room = this.#maxTokens - this.#prefix.length - this.#suffix.length
    return [...this.#prefix, ...ids.slice(0, room), ...this.#suffix]
  }
}

/**
 * Special tokens are matched as they are written. A file that marks them `normalized` would have SigLIP's "</s>"
 * matched after punctuation is removed: every "s" of every word would end the text.
 */
function literalSpecials(json: JsonObject): JsonObject {
  const tokens: unknown = json['added_tokens']
  if (!Array.isArray(tokens)) return json
  const literal = tokens.map((token: unknown) =>
    typeof token === 'object' && token !== null && 'special' in token && token.special === true
      ? { ...token, normalized: false }
      : token,
  )
  return { ...json, added_tokens: literal }
}

/** A token is written as a string or as `{"__type": "AddedToken", "content": …}`. */
function tokenContent(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null || !('content' in value)) return null
  return typeof value.content === 'string' ? value.content : null
}

function statedPadding(json: JsonObject): string | null {
  const padding = json['padding']
  if (typeof padding !== 'object' || padding === null || !('pad_token' in padding)) return null
  return tokenContent(padding.pad_token)
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300)
}

const REMEDY = 'If it is a downloaded model, remove it and get it again.'
