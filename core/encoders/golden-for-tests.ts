import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Pixels } from '../types.ts'

/** Tiny random models in the hub's layout; how they are made is in the folder. */
export const TINY_MODELS = fileURLToPath(new URL('../../tests/fixtures/models', import.meta.url))

/** What PyTorch computed of a tiny model's inputs. Vectors are L2-normalised. */
export interface Golden {
  readonly texts: readonly string[]
  /** Token ids; padded where the family always pads */
  readonly inputIds: readonly (readonly number[])[]
  readonly textEmbeds: readonly (readonly number[])[]
  readonly imageEmbeds: readonly (readonly number[])[]
  /** The first three patches of each picture */
  readonly patchEmbeds: readonly (readonly (readonly number[])[])[] | null
  readonly pictures: readonly Pixels[]
}

export function readGolden(model: string): Golden {
  const json = JSON.parse(readFileSync(join(TINY_MODELS, model, 'golden.json'), 'utf8')) as Omit<Golden, 'pictures'> & {
    readonly imageSizePx: number
    readonly imagesRgbBase64: readonly string[]
  }
  const { imageSizePx: edge, imagesRgbBase64 } = json
  const pictures = imagesRgbBase64.map((base64) => ({
    width: edge,
    height: edge,
    data: new Uint8Array(Buffer.from(base64, 'base64')),
  }))
  return { ...json, pictures }
}

/** A models folder of its own that holds copies of tiny models, removed after the test. */
export function copyModels(t: TestContext, ...models: readonly string[]): string {
  const folder = temporaryFolder(t)
  for (const model of models) cpSync(join(TINY_MODELS, model), join(folder, model), { recursive: true })
  return folder
}

export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'resight-encoders-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
