import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planJobs } from './plan.ts'
import { closingLines, countLine, progressLine } from './summary.ts'
import type { Outcome } from './run-test-file.ts'

const FILES = [
  'app/cli/format.test.ts',
  'core/query/sum.test.ts',
  'tests/add.test.ts',
  'tests/retrieval-floors.test.ts',
]

function names(...wanted: readonly string[]): readonly string[] | string {
  const plan = planJobs(FILES, wanted)
  return 'unknown' in plan ? plan.unknown : plan.jobs.map(({ name }) => name)
}

test('without a word everything runs: checks, units, retrieval floors, end to end', () => {
  assert.deepEqual(names(), [
    'format',
    'lint',
    'types',
    'interface-types',
    'app/cli/format.test.ts',
    'core/query/sum.test.ts',
    'tests/retrieval-floors.test.ts',
    'tests/add.test.ts',
  ])
})

test('a word names a check, a suite, or the beginning of a path', () => {
  assert.deepEqual(names('lint'), ['lint'])
  assert.deepEqual(names('unit'), ['app/cli/format.test.ts', 'core/query/sum.test.ts'])
  assert.deepEqual(names('retrieval'), ['tests/retrieval-floors.test.ts'])
  assert.deepEqual(names('end-to-end'), ['tests/add.test.ts'])
  assert.deepEqual(names('./core/query', 'types'), ['types', 'core/query/sum.test.ts'])
  assert.equal(names('units'), 'units')
})

test('the summary repeats failures, lists skips by reason, and closes on the counts alone', () => {
  const outcomes: readonly Outcome[] = [
    { name: 'a.test.ts', passed: 3, failures: [], skips: [{ test: 's', reason: 'no GPU' }], seconds: 1 },
    { name: 'b.test.ts', passed: 0, failures: [], skips: [{ test: 't', reason: 'no GPU' }], seconds: 1 },
    { name: 'c.test.ts', passed: 1, failures: [{ test: 'f', error: 'x\ny' }], skips: [], seconds: 1 },
  ]
  const lines = closingLines(outcomes, 61)
  assert.ok(lines.includes('  2 × no GPU  [a.test.ts, b.test.ts]'))
  assert.ok(lines.includes('FAILED c.test.ts › f'))
  assert.ok(lines.includes('    x\n    y'))
  assert.equal(lines.at(-1), '4 passed, 1 failed, 2 skipped')
  assert.equal(countLine({ passed: 0, failed: 0, skipped: 0 }), '0 passed, 0 failed, 0 skipped')
  assert.match(progressLine(outcomes[2]!, 3, 12), /^\[ 3\/12\] FAILED c\.test\.ts {2}\(1 passed, 1 failed; 1\.0 s\)$/)
})
