import type { Encoder } from '../types.ts'
import { openHubEncoder, type FamilyRules, type OpenOptions } from './hub-encoder.ts'

/** Context length of OpenCLIP's text towers (`text_cfg.context_length` of MobileCLIP-S2). */
const CONTEXT_LENGTH = 77

/**
 * MobileCLIP (Vasu et al., CVPR 2024). Its text attention has no causal mask (OpenCLIP's `no_causal_mask`), so
 * padding is part of the input: always to 77, with the token "!" (id 0) that tokenizer_config.json names. The hub's
 * config.json tells nothing but `model_type`.
 */
const MOBILECLIP: FamilyRules = {
  family: 'mobileclip',
  modelTypes: ['clip', 'mobileclip'],
  imageOutputs: ['image_embeds'],
  textOutputs: ['text_embeds'],
  text: { maxTokens: CONTEXT_LENGTH, padTo: CONTEXT_LENGTH, clean: (text) => text },
  dOf: () => null,
}

/** @param folder in the hub's layout @see openHubEncoder */
export function openMobileClip(folder: string, options: OpenOptions): Promise<Encoder> {
  return openHubEncoder(folder, MOBILECLIP, options)
}
