import type { OnnxGraph } from '../../runtime/onnx-model.ts'

/**
 * Cosines of every descriptor of a query with every descriptor of every candidate, of which only the best leave the
 * graph: for each candidate keypoint its two nearest query keypoints, for each query keypoint how near the nearest of
 * each candidate is. That nearest one is the keypoint whose own cosine is the same number, so its index, which costs
 * three times as much, need not be found. `TopK` breaks ties by smaller index. `DequantizeLinear` with scale 1 stands
 * for `Cast`, which the webgpu provider lacks for int8.
 */
export const MATCH_GRAPH: OnnxGraph = {
  name: 'match',
  doc: 'cosines[c,j,i] = <scales[c,j] * descriptors[c,j], query[:,i]>; the best two over i, the most over j',
  inputs: [
    { name: 'descriptors', type: 'int8', dims: ['n', 'k', 'd'] },
    { name: 'scales', type: 'float32', dims: ['n', 'k', 1] },
    { name: 'query', type: 'float32', dims: ['d', 'q'] },
  ],
  outputs: [
    { name: 'similarities', type: 'float32', dims: ['n', 'k', 2] },
    { name: 'nearest', type: 'int64', dims: ['n', 'k', 2] },
    { name: 'back', type: 'float32', dims: ['n', 1, 'q'] },
  ],
  constants: [
    { name: 'one', dims: [], data: Float32Array.of(1) },
    { name: 'first_two', dims: [1], data: BigInt64Array.of(2n) },
    { name: 'keypoints', dims: [1], data: BigInt64Array.of(1n) },
  ],
  nodes: [
    { op: 'DequantizeLinear', inputs: ['descriptors', 'one'], outputs: ['steps'] },
    { op: 'Mul', inputs: ['steps', 'scales'], outputs: ['unit'] },
    { op: 'MatMul', inputs: ['unit', 'query'], outputs: ['cosines'] },
    { op: 'TopK', inputs: ['cosines', 'first_two'], outputs: ['similarities', 'nearest'], attributes: { axis: 2 } },
    { op: 'ReduceMax', inputs: ['cosines', 'keypoints'], outputs: ['back'] },
  ],
}
