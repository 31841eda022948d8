/**
 * Writes ONNX models: enough of the format for small kernels of standard operators, byte for byte the same on
 * every machine. Field numbers are those of `onnx.proto` (github.com/onnx/onnx, IR version 8, opset 18).
 */

/** Element types, by the name the runtime gives them; the number is `TensorProto.DataType`. */
const ELEMENT_TYPES = { float32: 1, int8: 3, int32: 6, int64: 7 } as const
const IR_VERSION = 8
const OPSET = 18

export interface OnnxValue {
  readonly name: string
  readonly type: keyof typeof ELEMENT_TYPES
  /** A name stands for a size known only at run time. */
  readonly dims: readonly (number | string)[]
}

export interface OnnxConstant {
  readonly name: string
  readonly dims: readonly number[]
  readonly data: Float32Array | BigInt64Array
}

export interface OnnxNode {
  readonly op: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Integer attributes; no operator in use needs another kind. */
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>
}

export interface OnnxGraph {
  readonly name: string
  /** What the graph computes and where that comes from; stored in the file. */
  readonly doc: string
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
  readonly constants?: readonly OnnxConstant[]
  /** In topological order. */
  readonly nodes: readonly OnnxNode[]
}

/** @returns the bytes of a `ModelProto` */
export function encodeOnnxModel(graph: OnnxGraph): Uint8Array {
  return Buffer.concat([
    integer(1, IR_VERSION),
    text(2, 'resight'),
    message(7, [
      ...graph.nodes.map((node) => message(1, encodeNode(node))),
      text(2, graph.name),
      ...(graph.constants ?? []).map((constant) => message(5, encodeConstant(constant))),
      text(10, graph.doc),
      ...graph.inputs.map((value) => message(11, encodeValue(value))),
      ...graph.outputs.map((value) => message(12, encodeValue(value))),
    ]),
    message(8, [text(1, ''), integer(2, OPSET)]),
  ])
}

function encodeNode(node: OnnxNode): Buffer[] {
  return [
    ...node.inputs.map((name) => text(1, name)),
    ...node.outputs.map((name) => text(2, name)),
    text(4, node.op),
    ...Object.entries(node.attributes ?? {}).map(([name, value]) =>
      message(
        5,
        typeof value === 'number'
          ? [text(1, name), integer(3, value), integer(20, 2)]
          : [text(1, name), ...value.map((item) => integer(8, item)), integer(20, 7)],
      ),
    ),
  ]
}

function encodeConstant(constant: OnnxConstant): Buffer[] {
  const type = constant.data instanceof Float32Array ? 'float32' : 'int64'
  const raw = Buffer.alloc(constant.data.byteLength)
  if (constant.data instanceof Float32Array) constant.data.forEach((value, i) => raw.writeFloatLE(value, 4 * i))
  else constant.data.forEach((value, i) => raw.writeBigInt64LE(value, 8 * i))
  return [
    ...constant.dims.map((size) => integer(1, size)),
    integer(2, ELEMENT_TYPES[type]),
    text(8, constant.name),
    bytes(9, raw),
  ]
}

function encodeValue(value: OnnxValue): Buffer[] {
  const shape = value.dims.map((size) => message(1, [typeof size === 'number' ? integer(1, size) : text(2, size)]))
  return [text(1, value.name), message(2, [message(1, [integer(1, ELEMENT_TYPES[value.type]), message(2, shape)])])]
}

function message(field: number, parts: readonly Buffer[]): Buffer {
  return bytes(field, Buffer.concat(parts))
}

function text(field: number, value: string): Buffer {
  return bytes(field, Buffer.from(value, 'utf8'))
}

function bytes(field: number, value: Buffer): Buffer {
  return Buffer.concat([varint(BigInt(field * 8 + 2)), varint(BigInt(value.length)), value])
}

function integer(field: number, value: number): Buffer {
  return Buffer.concat([varint(BigInt(field * 8)), varint(BigInt.asUintN(64, BigInt(value)))])
}

function varint(value: bigint): Buffer {
  const out: number[] = []
  let rest = value
  do {
    const low = Number(rest & 0x7fn)
    rest >>= 7n
    out.push(rest > 0n ? low | 0x80 : low)
  } while (rest > 0n)
  return Buffer.from(out)
}
