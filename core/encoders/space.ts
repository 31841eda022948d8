import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { EmbeddingSpace } from '../types.ts'

/**
 * The embedding space of a model on this machine's runtime. Vectors of another runtime version are not assumed
 * equal: onnxruntime's kernels change between versions (onnxruntime issue 20156).
 * @returns id e.g. `clip-vit-b-32@fp32+shortest224-crop224-cubic+ort1.30.0`
 */
export function embeddingSpace(parts: {
  readonly model: string
  readonly dtype: string
  readonly preprocessing: string
  readonly d: number
}): EmbeddingSpace {
  const runtime = `ort${runtimeVersion()}`
  return { ...parts, runtime, id: `${parts.model}@${parts.dtype}+${parts.preprocessing}+${runtime}` }
}

/** Version of the onnxruntime-node package that is installed; its own type of `env` says no version. */
export function runtimeVersion(): string {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node')
  const { version } = JSON.parse(readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8')) as {
    version: string
  }
  return version
}
