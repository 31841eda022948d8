import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Linter } from 'eslint'
import { parser } from 'typescript-eslint'
import { importProblem, rowOf } from './import-table.ts'
import { layers } from './layers.ts'

const STAGES = ['library', 'encoders', 'index', 'query', 'rerank', 'identify', 'eval'] as const

function allowed(file: string, target: string): boolean {
  return importProblem(file, './x.ts', target) === null
}

test('the contract imports nothing, and the shared values only the contract', () => {
  for (const target of ['core/types.ts', 'core/engine.ts', 'core/query/sum.ts', 'app/cli/main.ts'])
    assert.equal(allowed('core/api.ts', target), false, target)
  assert.equal(importProblem('core/api.ts', 'node:fs', null)?.includes('no package'), true)
  assert.equal(allowed('core/types.ts', 'core/api.ts'), true)
  assert.equal(allowed('core/types.ts', 'core/runtime/session.ts'), false)
  assert.notEqual(importProblem('core/types.ts', 'sharp', null), null)
})

test('stages import the contract, the shared values and themselves, never each other', () => {
  for (const from of STAGES) {
    const file = `core/${from}/one.ts`
    assert.equal(allowed(file, 'core/api.ts') && allowed(file, 'core/types.ts'), true)
    assert.equal(importProblem(file, 'sharp', null), null)
    for (const to of STAGES) assert.equal(allowed(file, `core/${to}/two.ts`), from === to, `${from} → ${to}`)
    for (const target of [
      'core/engine.ts',
      'core/engine/pipeline.ts',
      'app/cli/main.ts',
      'tests/photos.ts',
      'bench/report.ts',
    ])
      assert.equal(allowed(file, target), false, `${from} → ${target}`)
    assert.equal(
      allowed(file, 'core/runtime/session.ts'),
      // Sessions; and the processes that draw a population.
      ['encoders', 'index', 'rerank', 'identify'].includes(from),
      `${from} → runtime`,
    )
  }
  assert.equal(allowed('core/runtime/session.ts', 'core/types.ts'), true)
  assert.equal(allowed('core/runtime/session.ts', 'core/encoders/clip.ts'), false)
})

test('the engine sees all of core, shells see core and themselves, the window only the contract', () => {
  for (const file of [
    'core/engine.ts',
    'core/engine/pipeline.ts',
    'app/cli/main.ts',
    'app/server/main.ts',
    'app/main/main.ts',
  ])
    for (const target of ['core/api.ts', 'core/query/sum.ts', 'core/engine.ts', 'core/engine/pipeline.ts'])
      assert.equal(allowed(file, target), true, `${file} → ${target}`)
  assert.equal(allowed('core/engine.ts', 'app/cli/main.ts'), false)
  assert.equal(allowed('app/cli/main.ts', 'app/cli/output.ts'), true)
  assert.equal(allowed('app/cli/main.ts', 'app/server/main.ts'), false)
  for (const shell of ['renderer', 'preload']) {
    assert.equal(allowed(`app/${shell}/a.ts`, 'core/api.ts'), true)
    assert.equal(allowed(`app/${shell}/a.ts`, `app/${shell}/b.ts`), true)
    assert.equal(allowed(`app/${shell}/a.ts`, 'core/types.ts'), false)
    assert.equal(allowed(`app/${shell}/a.ts`, 'app/cli/format.ts'), false)
    assert.notEqual(importProblem(`app/${shell}/a.ts`, 'node:fs', null), null)
  }
})

test('tests may import the fixtures, and no more of the tree than what they test', () => {
  assert.equal(allowed('core/query/sum.test.ts', 'tests/fixtures/photos.ts'), true)
  assert.equal(allowed('core/query/sum.test.ts', 'core/index/flat.ts'), false)
  assert.equal(allowed('core/types.test.ts', 'core/types.ts'), true)
  assert.equal(importProblem('core/types.test.ts', 'node:test', null), null)
  for (const file of ['bench/index.ts', 'tests/end-to-end.test.ts', 'scripts/test.ts'])
    assert.equal(allowed(file, 'core/index/flat.ts'), true)
})

test('a file that no row covers is an error', () => {
  assert.equal(rowOf('core/helpers/strings.ts'), undefined)
  assert.equal(rowOf('core/apis/more.ts'), undefined)
  assert.equal(rowOf('app/window.ts'), undefined)
  assert.deepEqual(problems('core/helpers/strings.ts', 'export const a = 1'), ['noRow'])
})

test('every way of naming a module is read', () => {
  const forms = [
    "import { a } from '../index/flat.ts'",
    "import type { A } from '../index/flat.ts'",
    "import '../index/flat.ts'",
    "export { a } from '../index/flat.ts'",
    "export * from '../index/flat.ts'",
    "const a = await import('../index/flat.ts')",
    'const a = await import(`../index/flat.ts`)',
    "const a = require('../index/flat.ts')",
    "let a: import('../index/flat.ts').A",
    "const worker = new URL('../index/worker.ts', import.meta.url)",
  ]
  for (const form of forms) {
    assert.deepEqual(problems('core/query/sum.ts', form), ['wrongWay'], form)
    assert.deepEqual(problems('core/engine.ts', form.replace('../', './')), [], form)
  }
  assert.deepEqual(problems('core/query/sum.ts', 'const a = await import(name)'), ['unreadable'])
  assert.deepEqual(problems('core/query/sum.ts', "const a = new URL('../../models/a.onnx', import.meta.url)"), [])
})

/** Message ids that the rule gives for one file. */
function problems(file: string, code: string): readonly (string | undefined)[] {
  const messages = new Linter({ configType: 'flat', cwd: '/repository' }).verify(
    code,
    [
      {
        files: ['**/*.ts'],
        languageOptions: { parser },
        plugins: { resight: { rules: { layers } } },
        rules: { 'resight/layers': ['error', { root: '/repository' }] },
      },
    ],
    `/repository/${file}`,
  )
  return messages.map((message) => message.messageId ?? message.message)
}
