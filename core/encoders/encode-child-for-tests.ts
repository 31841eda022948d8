/**
 * A process of its own that encodes the golden inputs on a device, for tests of devices whose drivers are chosen by
 * the environment of the process. Takes one message `{model, device}` and answers with one.
 */
import { TINY_MODELS, readGolden } from './golden-for-tests.ts'
import { openEncoder } from './registry.ts'
import type { Device } from '../api.ts'
import type { ImageEncoding, Matrix } from '../types.ts'

export interface EncodeRequest {
  readonly models: readonly string[]
  readonly device: Device
}

/** One entry a model. */
export type EncodeAnswer = readonly {
  readonly device: string
  readonly texts: Matrix
  readonly images: ImageEncoding
}[]

process.once('message', ({ models, device }: EncodeRequest) => {
  void encode(models, device).then((answer) => process.send?.(answer, () => process.exit()))
})

async function encode(models: readonly string[], device: Device): Promise<EncodeAnswer> {
  const answer = []
  for (const model of models) {
    const { texts, pictures } = readGolden(model)
    const encoder = await openEncoder(model, { device, modelsFolders: [TINY_MODELS] })
    const images = await encoder.encodeImages(pictures)
    answer.push({ device: encoder.device, texts: await encoder.encodeTexts(texts), images })
  }
  return answer
}
