import type { Encoder } from '../types.ts'
import { openHubEncoder, type FamilyRules, type OpenOptions } from './hub-encoder.ts'

/** Length SigLIP and SigLIP 2 were trained with. */
const CONTEXT_LENGTH = 64
/** Python's `string.punctuation`. */
const PUNCTUATION = /[!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]/g

/**
 * SigLIP (Zhai et al., ICCV 2023) and SigLIP 2 (Tschannen et al., 2025) as transformers' SiglipModel. There is no
 * attention mask and the text vector is read at the last position, so every text is padded to 64. The pooled output
 * is the vector in the common space; there is no further projection.
 */
const SIGLIP: FamilyRules = {
  family: 'siglip',
  modelTypes: ['siglip', 'siglip2'],
  imageOutputs: ['pooler_output', 'image_embeds'],
  textOutputs: ['pooler_output', 'text_embeds'],
  text: { maxTokens: CONTEXT_LENGTH, padTo: CONTEXT_LENGTH, clean },
  dOf: () => null,
}

/**
 * SigLIP 1 was trained on canonicalised text (`SiglipTokenizer.canonicalize_text`): no punctuation, single spaces.
 * SigLIP 2 was trained on lower-cased text, which its own tokenizer.json does not do (`Siglip2Tokenizer` does).
 */
function clean(text: string, tokenizerClass: string): string {
  const lower = text.toLowerCase()
  return tokenizerClass === 'SiglipTokenizer' ? lower.replace(PUNCTUATION, '').replace(/\s+/g, ' ').trim() : lower
}

/** @param folder in the hub's layout @see openHubEncoder */
export function openSiglip(folder: string, options: OpenOptions): Promise<Encoder> {
  return openHubEncoder(folder, SIGLIP, options)
}
