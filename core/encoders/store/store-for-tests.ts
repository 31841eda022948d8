import { readdirSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { TINY_MODELS, temporaryFolder } from '../golden-for-tests.ts'
import type { ModelEntry, ModelFile } from '../manifest.ts'
import type { GetOptions } from './get.ts'
import { startHub, type HubServer } from './hub-server-for-tests.ts'
import { STAGING } from './staging.ts'

/** The manifest entry of a model in two precisions, as the test hub has it. */
export const TINY: ModelEntry = {
  id: 'tiny',
  family: 'clip',
  kind: 'image-text',
  builtIn: false,
  title: 'A tiny random CLIP',
  source: { host: 'hub', repository: 'owner/name', revision: null },
  checked: true,
  licence: 'CC0-1.0',
  researchOnly: false,
  warning: null,
  d: 24,
  tokens: null,
  preprocessing: 'shortest32-crop32-cubic',
  languages: ['en'],
  goodFor: 'tests',
  memoryMB: 1,
  defaultDtype: 'fp32',
  files: [
    file('config.json'),
    file('preprocessor_config.json'),
    file('tokenizer.json'),
    file('tokenizer_config.json'),
    file('onnx/vision_model.onnx', 'fp32'),
    file('onnx/text_model.onnx', 'fp32'),
    file('onnx/vision_model_quantized.onnx', 'q8'),
    file('onnx/text_model_quantized.onnx', 'q8'),
  ],
}

function file(path: string, dtype: ModelFile['dtype'] = null): ModelFile {
  return { path, dtype, megabytes: 0.1, bytes: null, sha256: null, from: null }
}

export interface TestStore {
  readonly hub: HubServer
  readonly modelsFolder: string
  readonly options: GetOptions
}

/** A hub, an empty models folder, and options that join them and lose no time waiting. */
export async function startStore(t: TestContext, entry: ModelEntry = TINY): Promise<TestStore> {
  const hub = await startHub(t, join(TINY_MODELS, 'tiny-clip'))
  const modelsFolder = temporaryFolder(t)
  const options: GetOptions = {
    modelsFolder,
    env: { HF_ENDPOINT: `${hub.url}/` },
    manifest: [entry],
    retry: { tries: 3, firstWaitMs: 1, longestWaitMs: 20 },
    stallMs: 300,
  }
  return { hub, modelsFolder, options }
}

/** Everything below a folder, the empty staging folder aside. */
export function treeOf(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'))
  return entries.filter((path) => path !== STAGING).sort()
}

/** An address of this machine where nothing listens. */
export async function closedAddress(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}
