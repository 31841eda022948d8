import { join } from 'node:path'
import { ResightError } from '../types.ts'
import { readJsonFile } from './json-file.ts'
import { chooseTowers } from './model-folder.ts'
import { readOnnxSignature } from './onnx-signature.ts'

const LARGEST_CONFIG_BYTES = 1024 * 1024
const VECTOR_OUTPUTS = ['image_embeds', 'pooler_output']

/**
 * The family of a folder that the manifest does not know, by config.json.
 * @returns null when it is none of ours or cannot be read
 */
export function familyOfFolder(folder: string): string | null {
  try {
    const config = readJsonFile(join(folder, 'config.json'), LARGEST_CONFIG_BYTES)
    switch (config['model_type']) {
      case 'clip':
        // The hub's MobileCLIP exports say `{"model_type": "clip"}` and nothing else.
        return config['text_config'] === undefined ? 'mobileclip' : 'clip'
      case 'mobileclip':
        return 'mobileclip'
      case 'siglip':
      case 'siglip2':
        return 'siglip'
      case 'resight-mini':
        return 'resight-mini'
      default:
        return null
    }
  } catch (error) {
    if (error instanceof ResightError) return null
    throw error
  }
}

/** Dimension of the vectors of a folder in the hub's layout, read from its image graph; null when it does not tell. */
export function dimensionOfFolder(folder: string): number | null {
  try {
    const { outputs } = readOnnxSignature(chooseTowers(folder, null).vision)
    return outputs.find(({ name }) => VECTOR_OUTPUTS.includes(name))?.dims[1] ?? null
  } catch (error) {
    if (error instanceof ResightError) return null
    throw error
  }
}
