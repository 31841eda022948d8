import type { OnnxGraph } from '../../runtime/onnx-model.ts'

/**
 * Cosines of every descriptor of a query with every descriptor of every candidate, of which only the best leave the
 * graph: for each candidate keypoint its two nearest query keypoints, for each query keypoint its nearest in each
 * candidate. `TopK` breaks ties by smaller index. `DequantizeLinear` with scale 1 stands for `Cast`, which the webgpu
 * provider lacks for int8.
 */
export const MATCH_GRAPH: OnnxGraph = {
  name: 'match',
  doc: 'cosines[c,j,i] = scales[c,j] * <descriptors[c,j], query[:,i]>; the best two over i, the best over j',
  inputs: [
    { name: 'descriptors', type: 'int8', dims: ['n', 'k', 'd'] },
    { name: 'scales', type: 'float32', dims: ['n', 'k', 1] },
    { name: 'query', type: 'float32', dims: ['d', 'q'] },
  ],
  outputs: [
    { name: 'similarities', type: 'float32', dims: ['n', 'k', 2] },
    { name: 'nearest', type: 'int64', dims: ['n', 'k', 2] },
    { name: 'back', type: 'int64', dims: ['n', 1, 'q'] },
  ],
  constants: [
    { name: 'one', dims: [], data: Float32Array.of(1) },
    { name: 'first_two', dims: [1], data: BigInt64Array.of(2n) },
    { name: 'first', dims: [1], data: BigInt64Array.of(1n) },
  ],
  nodes: [
    { op: 'DequantizeLinear', inputs: ['descriptors', 'one'], outputs: ['descriptors_f32'] },
    { op: 'MatMul', inputs: ['descriptors_f32', 'query'], outputs: ['products'] },
    { op: 'Mul', inputs: ['products', 'scales'], outputs: ['cosines'] },
    { op: 'TopK', inputs: ['cosines', 'first_two'], outputs: ['similarities', 'nearest'], attributes: { axis: 2 } },
    { op: 'TopK', inputs: ['cosines', 'first'], outputs: ['back_cosines', 'back'], attributes: { axis: 1 } },
  ],
}
