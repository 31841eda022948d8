import type { OnnxGraph } from '../../runtime/onnx-model.ts'

/**
 * SuperGlobal reranking. K and β come in as data: `neighbours` = K + 1, `first` = [1, 0, 0, …] forces the weight
 * of the nearest (by position) to 1, `beta` = [0, β, β, …] weighs the others. `TopK` breaks ties by smaller index
 * (ONNX operator specification), as the reference does. `best_rows` stays [n × 1] and is not reshaped, because the
 * webgpu provider has no int64 `Reshape`.
 */
export const SUPERGLOBAL_GRAPH: OnnxGraph = {
  name: 'superglobal',
  doc: 'Reranking of SuperGlobal (Shao et al., ICCV 2023): refine each vector by its neighbours, then the query',
  inputs: [
    { name: 'vectors', type: 'float32', dims: ['m', 'd'] },
    { name: 'query', type: 'float32', dims: [1, 'd'] },
    { name: 'neighbours', type: 'int64', dims: [1] },
    { name: 'first', type: 'float32', dims: ['n'] },
    { name: 'beta', type: 'float32', dims: ['n'] },
  ],
  outputs: [{ name: 'similarities', type: 'float32', dims: ['m', 1] }],
  constants: [
    { name: 'axis0', dims: [1], data: BigInt64Array.of(0n) },
    { name: 'axis1', dims: [1], data: BigInt64Array.of(1n) },
    { name: 'half', dims: [], data: Float32Array.of(0.5) },
  ],
  nodes: [
    { op: 'Gemm', inputs: ['vectors', 'vectors'], outputs: ['gram'], attributes: { transB: 1 } },
    { op: 'TopK', inputs: ['gram', 'neighbours'], outputs: ['nearest', 'nearest_rows'], attributes: { axis: 1 } },
    { op: 'Mul', inputs: ['nearest', 'beta'], outputs: ['weighed'] },
    { op: 'Add', inputs: ['weighed', 'first'], outputs: ['weights'] },
    { op: 'Gather', inputs: ['vectors', 'nearest_rows'], outputs: ['gathered'], attributes: { axis: 0 } },
    { op: 'Unsqueeze', inputs: ['weights', 'axis1'], outputs: ['weights_row'] },
    { op: 'MatMul', inputs: ['weights_row', 'gathered'], outputs: ['summed_row'] },
    { op: 'Squeeze', inputs: ['summed_row', 'axis1'], outputs: ['summed'] },
    { op: 'ReduceSum', inputs: ['weights', 'axis1'], outputs: ['total'], attributes: { keepdims: 1 } },
    { op: 'Div', inputs: ['summed', 'total'], outputs: ['refined'] },
    { op: 'Gemm', inputs: ['refined', 'query'], outputs: ['s1'], attributes: { transB: 1 } },
    { op: 'TopK', inputs: ['s1', 'neighbours'], outputs: ['best', 'best_rows'], attributes: { axis: 0 } },
    { op: 'Gather', inputs: ['refined', 'best_rows'], outputs: ['best_vectors'], attributes: { axis: 0 } },
    { op: 'ReduceMax', inputs: ['best_vectors', 'axis0'], outputs: ['refined_query'], attributes: { keepdims: 0 } },
    { op: 'Gemm', inputs: ['refined', 'refined_query'], outputs: ['s2'], attributes: { transB: 1 } },
    { op: 'Add', inputs: ['s1', 's2'], outputs: ['s12'] },
    { op: 'Mul', inputs: ['s12', 'half'], outputs: ['similarities'] },
  ],
}
