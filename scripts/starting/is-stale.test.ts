import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { isStale } from './is-stale.ts'

const root = mkdtempSync(join(tmpdir(), 'resight-stale-'))
after(() => rmSync(root, { recursive: true }))
mkdirSync(join(root, 'src', 'dist'), { recursive: true })

function write(name: string, seconds: number): void {
  writeFileSync(join(root, name), '')
  utimesSync(join(root, name), seconds, seconds)
}

test('what is missing or older than a source is stale; its own folder does not count', () => {
  write('src/a.ts', 1000)
  assert.equal(isStale(root, 'src/dist/a.js', ['src/**/*']), true)
  write('src/dist/a.js', 2000)
  write('src/dist/b.js', 3000)
  assert.equal(isStale(root, 'src/dist/a.js', ['src/**/*.*']), false)
  write('src/b.ts', 2001)
  assert.equal(isStale(root, 'src/dist/a.js', ['src/**/*.*']), true)
})
