import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { TINY_MODELS } from '../encoders/golden-for-tests.ts'
import { closeCatalogue, openCatalogue } from '../library/catalogue/catalogue.ts'
import { databaseBytesOf, fillLibrary } from './switch-cost-for-tests.ts'
import { MeasuredRates } from './measured-rates.ts'
import { ModelInUse } from './model-in-use.ts'
import { openModelStore } from './model-store.ts'
import { SettingsFile } from './settings-file.ts'
import { switchCost } from './switch-cost.ts'

const PHOTOS = 400
const NOTHING_KNOWN = { indexing: null, devices: {} }

test('the disk that a switch takes is about what was said, and no more', () => {
  const folder = mkdtempSync(join(tmpdir(), 'resight-cost-'))
  const catalogue = openCatalogue(folder)
  try {
    for (const [d, hasTokens] of [
      [512, true],
      [768, false],
    ] as const) {
      const space = { id: `space-${d}`, model: `m${d}`, dtype: 'fp32', preprocessing: 'x', runtime: 'y', d }
      fillLibrary(catalogue, PHOTOS, null, false)
      const { photosToEncode, bytes } = switchCost(
        catalogue,
        { model: space.model, spaceId: space.id, d, hasTokens },
        NOTHING_KNOWN,
      )
      assert.equal(photosToEncode, PHOTOS)
      const before = databaseBytesOf(catalogue)
      fillLibrary(catalogue, PHOTOS, space, hasTokens)
      const taken = databaseBytesOf(catalogue) - before + PHOTOS * d * 4
      assert.ok(taken <= bytes * 1.02 && taken >= bytes * 0.75, `${taken} of ${bytes}`)
    }
  } finally {
    closeCatalogue(catalogue)
    rmSync(folder, { recursive: true })
  }
})

test('a disk without room is refused before anything is encoded, with what could make room', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'resight-cost-'))
  const catalogue = openCatalogue(folder)
  const surroundings = { catalogue, modelsFolders: [join(folder, 'models')] }
  try {
    cpSync(join(TINY_MODELS, 'tiny-clip'), join(folder, 'models', 'tiny-clip'), { recursive: true })
    fillLibrary(catalogue, PHOTOS, null, false)
    const store = openModelStore({
      ...surroundings,
      inUse: new ModelInUse(null, 'cpu', surroundings),
      settings: new SettingsFile(folder),
      openPool: () => assert.fail('nothing is to be decoded'),
      freeBytes: () => 100e6,
    })
    await assert.rejects(store.calls.useModel('tiny-clip'), {
      code: 'too-large',
      message: /400 photos for tiny-clip needs 1 MB .*100 MB beside; 100 MB are free/,
      remedy: /resight models forget/,
    })
    new MeasuredRates(join(folder, 'cache')).noteIndexing('tiny-clip', 100, 5)
    assert.equal((await store.calls.switchCost('tiny-clip')).secondsEstimate, PHOTOS / 20)
  } finally {
    closeCatalogue(catalogue)
    rmSync(folder, { recursive: true })
  }
})
