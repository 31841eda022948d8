import type { OnnxGraph } from '../../runtime/onnx-model.ts'

/**
 * Weighted mean-of-max late interaction. The int8 tokens become float32 inside the graph, their scales multiply
 * the [n × k × q] products instead of the [n × k × d] tokens, and the means over each part's tokens are folded
 * into the weights. `DequantizeLinear` with scale 1 stands for `Cast`, which the webgpu provider lacks for int8.
 */
export const MAXSIM_GRAPH: OnnxGraph = {
  name: 'maxsim',
  doc: 'similarities[c] = sum_i weights[i] * max_j scales[c,j] * <query[:,i], tokens[c,j]>',
  inputs: [
    { name: 'tokens', type: 'int8', dims: ['n', 'k', 'd'] },
    { name: 'scales', type: 'float32', dims: ['n', 'k', 1] },
    { name: 'query', type: 'float32', dims: ['d', 'q'] },
    { name: 'weights', type: 'float32', dims: ['q', 1] },
  ],
  outputs: [{ name: 'similarities', type: 'float32', dims: ['n', 1] }],
  constants: [
    { name: 'one', dims: [], data: Float32Array.of(1) },
    { name: 'over_tokens', dims: [1], data: BigInt64Array.of(1n) },
  ],
  nodes: [
    { op: 'DequantizeLinear', inputs: ['tokens', 'one'], outputs: ['tokens_f32'] },
    { op: 'MatMul', inputs: ['tokens_f32', 'query'], outputs: ['products'] },
    { op: 'Mul', inputs: ['products', 'scales'], outputs: ['cosines'] },
    { op: 'ReduceMax', inputs: ['cosines', 'over_tokens'], outputs: ['best'], attributes: { keepdims: 0 } },
    { op: 'MatMul', inputs: ['best', 'weights'], outputs: ['similarities'] },
  ],
}
