import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { ResightError } from '../types.ts'

/** Name, element type and shape of a graph's input or output. */
export interface OnnxValueInfo {
  readonly name: string
  /** Element type by the runtime's name; `other` for those that no encoder uses. */
  readonly type: 'float32' | 'float16' | 'int64' | 'int32' | 'other'
  /** null where the size is known only at run time */
  readonly dims: readonly (number | null)[]
}

export interface OnnxSignature {
  readonly inputs: readonly OnnxValueInfo[]
  readonly outputs: readonly OnnxValueInfo[]
}

/** Field numbers of `onnx.proto` (github.com/onnx/onnx). */
const MODEL = { graph: 7 } as const
const GRAPH = { initializer: 5, input: 11, output: 12 } as const
const TENSOR = { name: 8 } as const
const VALUE_INFO = { name: 1, type: 2 } as const
const TYPE = { tensor: 1 } as const
const TENSOR_TYPE = { element: 1, shape: 2 } as const
const SHAPE = { dim: 1 } as const
const DIM = { value: 1 } as const
/** `TensorProto.DataType` */
const ELEMENT_TYPES: Readonly<Record<number, OnnxValueInfo['type']>> = {
  1: 'float32',
  6: 'int32',
  7: 'int64',
  10: 'float16',
}
/** A hostile file could be nothing but fields; CLIP ViT-L/14's vision graph has some 20,000, nested ones included. */
const MOST_FIELDS = 2_000_000
const LONGEST_NAME_BYTES = 4096
const WINDOW_BYTES = 8192

/**
 * Reads what goes into an ONNX file and what comes out, skipping over its weights, so that a model can be checked
 * without the seconds and the memory that opening it costs.
 * @throws ResightError `not-found`; `corrupt` when the file is not an ONNX model or breaks off
 */
export function readOnnxSignature(path: string): OnnxSignature {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch (cause) {
    throw new ResightError('not-found', `There is no readable model file ${path}`, { cause, remedy: REMEDY })
  }
  try {
    const file = new ProtoFile(fd, path)
    const inputs: OnnxValueInfo[] = []
    const outputs: OnnxValueInfo[] = []
    const weights = new Set<string>()
    const graphs = file.children({ number: 0, wire: 2, start: 0, end: fstatSync(fd).size }, MODEL.graph)
    for (const part of graphs.flatMap((graph) => [...file.fields(graph)])) {
      if (part.number === GRAPH.input) inputs.push(readValueInfo(file, part))
      else if (part.number === GRAPH.output) outputs.push(readValueInfo(file, part))
      else if (part.number === GRAPH.initializer) weights.add(file.text(file.children(part, TENSOR.name)[0]))
    }
    if (graphs.length !== 1 || outputs.length === 0) throw corrupt(path)
    // Before IR version 4, weights were listed among the inputs as well.
    return { inputs: inputs.filter(({ name }) => !weights.has(name)), outputs }
  } finally {
    closeSync(fd)
  }
}

function readValueInfo(file: ProtoFile, info: Field): OnnxValueInfo {
  const tensor = file.descend(info, [VALUE_INFO.type, TYPE.tensor])
  const element = tensor && file.children(tensor, TENSOR_TYPE.element)[0]
  const shape = tensor && file.descend(tensor, [TENSOR_TYPE.shape])
  const dims = shape === undefined ? [] : file.children(shape, SHAPE.dim)
  return {
    name: file.text(file.children(info, VALUE_INFO.name)[0]),
    type: ELEMENT_TYPES[element === undefined ? 0 : file.integer(element)] ?? 'other',
    dims: dims.map((dim) => {
      const value = file.children(dim, DIM.value)[0]
      return (value && file.integer(value)) || null
    }),
  }
}

/** Where a protobuf field's value lies in the file: bytes start … end. */
interface Field {
  readonly number: number
  readonly wire: number
  readonly start: number
  readonly end: number
}

/** Walks the protobuf fields of a file through a small window (protobuf.dev/programming-guides/encoding). */
class ProtoFile {
  readonly #fd: number
  readonly #path: string
  readonly #window = Buffer.alloc(WINDOW_BYTES)
  #windowStart = 0
  #windowLength = 0
  #seen = 0

  constructor(fd: number, path: string) {
    this.#fd = fd
    this.#path = path
  }

  *fields(parent: Field): Generator<Field> {
    if (parent.wire !== 2) throw corrupt(this.#path)
    let at = parent.start
    while (at < parent.end) {
      if (++this.#seen > MOST_FIELDS) throw corrupt(this.#path)
      const tag = this.#varint(at, parent.end)
      const wire = tag.value % 8
      let start = tag.end
      let end = start
      if (wire === 0) end = this.#varint(start, parent.end).end
      else if (wire === 1) end = start + 8
      else if (wire === 5) end = start + 4
      else if (wire === 2) {
        const length = this.#varint(start, parent.end)
        start = length.end
        end = start + length.value
      } else throw corrupt(this.#path)
      if (end > parent.end) throw corrupt(this.#path)
      yield { number: Math.floor(tag.value / 8), wire, start, end }
      at = end
    }
  }

  children(parent: Field, number: number): Field[] {
    return [...this.fields(parent)].filter((field) => field.number === number)
  }

  descend(from: Field, numbers: readonly number[]): Field | undefined {
    let field: Field | undefined = from
    for (const number of numbers) field = field && this.children(field, number)[0]
    return field
  }

  integer(field: Field): number {
    if (field.wire !== 0) throw corrupt(this.#path)
    return this.#varint(field.start, field.end).value
  }

  text(field: Field | undefined): string {
    if (field === undefined) return ''
    const length = field.end - field.start
    if (field.wire !== 2 || length > LONGEST_NAME_BYTES) throw corrupt(this.#path)
    return Buffer.from(Array.from({ length }, (_, i) => this.#byte(field.start + i))).toString('utf8')
  }

  #varint(at: number, limit: number): { readonly value: number; readonly end: number } {
    let value = 0
    let factor = 1
    for (let i = at; i < limit && i < at + 10; i++) {
      const byte = this.#byte(i)
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return { value, end: i + 1 }
      factor *= 128
    }
    throw corrupt(this.#path)
  }

  #byte(at: number): number {
    if (at < this.#windowStart || at >= this.#windowStart + this.#windowLength) {
      this.#windowStart = at
      this.#windowLength = readSync(this.#fd, this.#window, 0, WINDOW_BYTES, at)
      if (this.#windowLength === 0) throw corrupt(this.#path)
    }
    return this.#window[at - this.#windowStart] as number
  }
}

function corrupt(path: string): ResightError {
  return new ResightError('corrupt', `${path} is not a whole ONNX model`, { remedy: REMEDY })
}

const REMEDY = 'If it is a downloaded model, remove it and get it again.'
