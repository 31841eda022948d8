import type { QueryPart } from '../api.ts'
import { assertNever, ResightError, type Matrix, type PicturePart } from '../types.ts'
import type { QueryPhoto, SearchPorts } from './ports.ts'

/** A query part with its vectors. */
export interface EncodedPart {
  readonly part: QueryPart
  readonly label: string
  readonly negative: boolean
  readonly weight: number
  /** [d], L2-normalised */
  readonly vector: Float32Array
  /** [K_q × d]; one row, the vector itself, where there are no tokens */
  readonly tokens: Matrix
}

/** Encodes every part of a query; all words go to the encoder as one batch. In query order. */
export async function encodeParts(parts: readonly QueryPart[], ports: SearchPorts): Promise<readonly EncodedPart[]> {
  const texts = parts.flatMap((part) => (part.kind === 'words' ? [part.words] : []))
  const d = ports.index.d
  const textVectors = texts.length === 0 ? { n: 0, d, data: new Float32Array(0) } : await ports.encodeTexts(texts)
  requireWidth('the text encoder', textVectors.d, d)
  const encoded: EncodedPart[] = []
  let textRow = 0
  for (const part of parts) {
    const { negative = false, weight = 1 } = part
    if (part.kind === 'words') {
      const vector = textVectors.data.slice(textRow * d, (textRow + 1) * d)
      textRow++
      encoded.push({ part, label: part.words, negative, weight, vector, tokens: { n: 1, d, data: vector } })
      continue
    }
    const label = labelOf(part)
    encoded.push({ part, label, negative, weight, ...withTokens(label, await encodePhoto(part, ports), d) })
  }
  return encoded
}

function encodePhoto(part: PicturePart, ports: SearchPorts): Promise<QueryPhoto> {
  switch (part.kind) {
    case 'file':
      return ports.encodeFile(part.path, part.region)
    case 'photo':
      return ports.storedPhoto(part.photoId, part.region)
    case 'upload':
      return ports.uploadedPhoto(part.uploadId, part.region)
    default:
      return assertNever(part)
  }
}

/** How a picture is called in results and hints. */
export function labelOf(part: PicturePart): string {
  switch (part.kind) {
    case 'file':
      return part.path
    case 'photo':
      return `photo ${part.photoId}`
    case 'upload':
      return `picture ${part.uploadId.slice(0, 8)}`
    default:
      return assertNever(part)
  }
}

/** @param label names the photo in an error @param d of the index */
export function withTokens(label: string, photo: QueryPhoto, d: number): Pick<EncodedPart, 'vector' | 'tokens'> {
  requireWidth(label, photo.global.length, d)
  const tokens = photo.tokens !== null && photo.tokens.n > 0 ? photo.tokens : { n: 1, d, data: photo.global }
  return { vector: photo.global, tokens }
}

/** Vectors of different spaces must never be compared, so a width that differs is a fault of ours. */
function requireWidth(what: string, actual: number, expected: number): void {
  if (actual !== expected) {
    throw new ResightError('internal', `Vectors of ${what} have ${actual} components, the index has ${expected}`)
  }
}
