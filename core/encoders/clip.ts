import type { Encoder } from '../types.ts'
import { openHubEncoder, type FamilyRules, type OpenOptions } from './hub-encoder.ts'
import { readField, type JsonObject } from './json-file.ts'

/**
 * CLIP (Radford et al., ICML 2021) as transformers' CLIPModel. Text attention is causal and the text vector is read
 * at the first end-of-text token, so padding changes nothing. The tokenizer lower-cases.
 */
const CLIP: FamilyRules = {
  family: 'clip',
  modelTypes: ['clip'],
  imageOutputs: ['image_embeds'],
  textOutputs: ['text_embeds'],
  text: { maxTokens: 77, padTo: null, clean: (text) => text },
  dOf: (config: JsonObject, file: string) => readField(config, 'projection_dim', 'number', file) ?? null,
}

/** @param folder in the hub's layout @see openHubEncoder */
export function openClip(folder: string, options: OpenOptions): Promise<Encoder> {
  return openHubEncoder(folder, CLIP, options)
}
