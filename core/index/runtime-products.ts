import { Tensor } from 'onnxruntime-node'
import { encodeOnnxModel } from '../runtime/onnx-model.ts'
import { openSession } from '../runtime/session.ts'
import type { OpenedSession } from '../runtime/session.ts'
import { ResightError } from '../types.ts'
import type { Matrix } from '../types.ts'
import type { Rows } from './rows.ts'

const ATTEMPTS = 5

let opened: Promise<OpenedSession> | null = null

/**
 * Inner products with every row as one matrix product in the runtime, which reads the rows where they lie (a CPU tensor
 * wraps its array). For machines without FAISS; `innerProducts` is its reference.
 * @param queries [nq × d] @returns [nq × n] float32, for the rows as they are when the promise resolves
 */
export async function runtimeProducts(rows: Rows, queries: Matrix): Promise<Float32Array> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (rows.n === 0 || queries.n === 0) return new Float32Array(0)
    // One thread already reads at memory speed, and a pool of them would go on spinning after each search.
    opened ??= openSession(productGraph(), { device: 'cpu', threads: 1 })
    const { session } = await opened
    const version = rows.version
    const { products } = await session.run({
      rows: new Tensor('float32', rows.data.subarray(0, rows.n * rows.d), [rows.n, rows.d]),
      queries: new Tensor('float32', queries.data, [queries.n, queries.d]),
    })
    // The runtime begins a moment later; rows that changed in between would not fit the caller's ids.
    if (version === rows.version) return products?.data as Float32Array
  }
  throw new ResightError('busy', 'The index keeps changing while it is searched', {
    remedy: 'Wait until the photos are added, then search again.',
  })
}

/** `queries · rowsᵀ`. With the rows as the second, transposed factor one query takes the runtime's matrix–vector path. */
function productGraph(): Uint8Array {
  return encodeOnnxModel({
    name: 'inner-products',
    doc: 'Inner products of every query with every row of an index.',
    inputs: [
      { name: 'rows', type: 'float32', dims: ['n', 'd'] },
      { name: 'queries', type: 'float32', dims: ['nq', 'd'] },
    ],
    outputs: [{ name: 'products', type: 'float32', dims: ['nq', 'n'] }],
    nodes: [{ op: 'Gemm', inputs: ['queries', 'rows'], outputs: ['products'], attributes: { transB: 1 } }],
  })
}
