import type { Encoder } from '../types.ts'
import { openHubEncoder, type FamilyRules, type OpenOptions } from './hub-encoder.ts'
import { readField, type JsonObject } from './json-file.ts'

/**
 * A multilingual text tower taught to give CLIP's own text vectors (Reimers and Gurevych, EMNLP 2020), beside CLIP's
 * unchanged image tower: sentence-transformers' clip-ViT-B-32-multilingual-v1, whose graph pools and projects
 * (`sentence_embedding`). Its `max_seq_length` is 128; padding is masked.
 */
const CLIP_MULTILINGUAL: FamilyRules = {
  family: 'clip-multilingual',
  modelTypes: ['clip'],
  imageOutputs: ['image_embeds'],
  textOutputs: ['sentence_embedding', 'text_embeds'],
  text: { maxTokens: 128, padTo: null, clean: (text) => text },
  dOf: (config: JsonObject, file: string) => readField(config, 'projection_dim', 'number', file) ?? null,
}

/** @param folder in the hub's layout @see openHubEncoder */
export function openClipMultilingual(folder: string, options: OpenOptions): Promise<Encoder> {
  return openHubEncoder(folder, CLIP_MULTILINGUAL, options)
}
