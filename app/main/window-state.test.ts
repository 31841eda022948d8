import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { readWindowState, SMALLEST, writeWindowState } from './window-state.ts'

const folder = mkdtempSync(join(tmpdir(), 'resight-window-'))
after(() => rmSync(folder, { recursive: true }))
const SCREEN = { x: 0, y: 0, width: 1920, height: 1040 }
const file = join(folder, 'new', 'window.json')

test('a window comes back as it was left', () => {
  const state = { bounds: { x: 100, y: 50, width: 1000, height: 700 }, isMaximized: true }
  writeWindowState(file, state)
  assert.deepEqual(readWindowState(file, [SCREEN]), state)
  assert.deepEqual(readdirSync(join(folder, 'new')), ['window.json'])
})

test('one that was on a screen that is gone comes back on the main one', () => {
  writeWindowState(file, { bounds: { x: 3000, y: 50, width: 1000, height: 700 }, isMaximized: false })
  const { bounds } = readWindowState(file, [SCREEN])
  assert.deepEqual(bounds, { x: 280, y: 80, width: 1360, height: 880 })
})

test('whatever the file holds, the window has a size and can be reached', () => {
  const spoilt = join(folder, 'spoilt.json')
  const number = fc.oneof(fc.integer(), fc.double(), fc.constant(null), fc.string())
  const content = fc.oneof(
    fc.string(),
    fc
      .record({ x: number, y: number, width: number, height: number })
      .map((bounds) => JSON.stringify({ bounds, isMaximized: false })),
  )
  fc.assert(
    fc.property(content, (text) => {
      writeFileSync(spoilt, text)
      const { bounds } = readWindowState(spoilt, [SCREEN])
      assert.ok(bounds.width >= SMALLEST.width && bounds.height >= SMALLEST.height)
      assert.ok(bounds.y >= 0 && bounds.y < SCREEN.height && bounds.x < SCREEN.width && bounds.x + bounds.width > 0)
    }),
  )
})
