import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ResightError } from '../types.ts'

/**
 * Precisions of the hub's ONNX files by the ending of their names, as transformers.js' `dtypes.js` lists them;
 * in the order in which they are taken when several are there: exact ones first.
 */
export const DTYPE_SUFFIXES = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
} as const
export type Dtype = keyof typeof DTYPE_SUFFIXES

/** Precisions whose activations are quantised by the range of the whole batch, so that batches change the result. */
export const BATCH_DEPENDENT: readonly Dtype[] = ['q8', 'int8', 'uint8']

export interface TowerFiles {
  readonly dtype: Dtype
  readonly vision: string
  readonly text: string
}

/**
 * Chooses the two ONNX files of a model in the hub's layout (`onnx/vision_model….onnx`, `onnx/text_model….onnx`),
 * both of one precision.
 * @param wanted null: the most exact precision that is whole
 * @throws ResightError `not-found` or `unsupported`, naming folder and files
 */
export function chooseTowers(folder: string, wanted: Dtype | null): TowerFiles {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new ResightError('not-found', `There is no model folder ${folder}`, { remedy: GET_REMEDY })
  }
  const onnx = join(folder, 'onnx')
  const dtypes = wanted === null ? (Object.keys(DTYPE_SUFFIXES) as Dtype[]) : [wanted]
  for (const dtype of dtypes) {
    const vision = join(onnx, `vision_model${DTYPE_SUFFIXES[dtype]}.onnx`)
    const text = join(onnx, `text_model${DTYPE_SUFFIXES[dtype]}.onnx`)
    if (existsSync(vision) && existsSync(text)) return { dtype, vision, text }
  }
  const found = existsSync(onnx) ? readdirSync(onnx).filter((name) => name.endsWith('.onnx')) : []
  if (found.some((name) => /^model(_\w+)?\.onnx$/.test(name)) && found.length === 1) {
    throw new ResightError('unsupported', `${onnx} holds one graph for both towers (${found[0]})`, {
      remedy: 'Resight needs vision_model.onnx and text_model.onnx as two files; look for an export that has them.',
    })
  }
  const names = found.length === 0 ? 'no ONNX file' : found.slice(0, 12).join(', ')
  const suffix = wanted === null ? '' : DTYPE_SUFFIXES[wanted]
  throw new ResightError(
    'not-found',
    `${onnx} should hold vision_model${suffix}.onnx and text_model${suffix}.onnx; it has ${names}`,
    { remedy: GET_REMEDY },
  )
}

const GET_REMEDY = 'Get the model again, or import its whole folder; `resight models` lists what there is.'
