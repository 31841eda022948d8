import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { DOCUMENT_NAME, DOCUMENT_PLATFORM, licenceDocument, licenceTable } from './licensing/document.ts'
import { isAllowed, licenceTexts, productionPackages } from './licensing/third-party.ts'

const ROOT = join(import.meta.dirname, '..')
const packages = productionPackages(ROOT)

test('the licence of every package that runs is on the list', () => {
  assert.ok(packages.length > 50)
  assert.deepEqual(
    packages.filter(({ licence }) => !isAllowed(licence)).map(({ name, licence }) => `${name}: ${licence}`),
    [],
  )
})

test('the collected licences are current (npm run licences)', () => {
  const committed = readFileSync(join(ROOT, DOCUMENT_NAME), 'utf8')
  assert.ok(committed.includes(licenceTable(packages)), `${DOCUMENT_NAME} is stale: npm run licences`)
  if (`${process.platform}-${process.arch}` === DOCUMENT_PLATFORM)
    assert.ok(committed === licenceDocument(ROOT, packages), `${DOCUMENT_NAME} is stale: npm run licences`)
})

test('packages for development alone are left out, and texts are found whatever their file is called', () => {
  assert.equal(
    packages.some(({ name }) => name === 'typescript' || name === 'eslint'),
    false,
  )
  for (const bundled of ['react', 'scheduler', '@mantine/core', 'leaflet'])
    assert.ok(
      packages.some(({ name }) => name === bundled),
      bundled,
    )
  const texts = (name: string): readonly string[] =>
    licenceTexts(
      ROOT,
      packages.find((item) => item.name === name)!,
    )
  assert.match(texts('sharp').join('\n'), /Apache License/)
  assert.match(texts('commander').join('\n'), /MIT/)
  assert.match(texts('faiss-node').join('\n'), /MIT/)
})

test('licence expressions are read as SPDX means them', () => {
  for (const fine of [
    'MIT',
    '(MIT OR WTFPL)',
    '(BSD-2-Clause OR MIT OR Apache-2.0)',
    'Apache-2.0 AND LGPL-3.0-or-later AND MIT',
  ])
    assert.equal(isAllowed(fine), true, fine)
  for (const refused of [
    'GPL-3.0',
    'AGPL-3.0-only',
    'MIT AND GPL-2.0',
    'CC-BY-NC-4.0',
    'UNLICENSED',
    '',
    'SEE LICENSE IN x',
  ])
    assert.equal(isAllowed(refused), false, refused)
})
