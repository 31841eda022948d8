import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { encodeOnnxModel } from '../../runtime/onnx-model.ts'
import { MATCH_GRAPH } from './match.graph.ts'
import { MAXSIM_GRAPH } from './maxsim.graph.ts'
import { SOFTMAX_GRAPH } from './softmax.graph.ts'
import { SUPERGLOBAL_GRAPH } from './superglobal.graph.ts'

test('every graph file is byte for byte what its recipe writes', () => {
  const graphs = [MATCH_GRAPH, MAXSIM_GRAPH, SOFTMAX_GRAPH, SUPERGLOBAL_GRAPH]
  const files = readdirSync(new URL('.', import.meta.url)).filter((name) => name.endsWith('.onnx'))
  assert.deepEqual(files.sort(), graphs.map(({ name }) => `${name}.onnx`).sort())
  for (const graph of graphs) {
    const file = readFileSync(new URL(`${graph.name}.onnx`, import.meta.url))
    assert.ok(file.equals(encodeOnnxModel(graph)), `${graph.name}.onnx: node core/rerank/graphs/make.ts`)
  }
})
