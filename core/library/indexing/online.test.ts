import assert from 'node:assert/strict'
import { mkdirSync, rmSync } from 'node:fs'
import { test } from 'node:test'
import { listFolders } from '../catalogue/folders.ts'
import { withLibrary } from './library-fixture.ts'
import { isOnline } from './online.ts'

test('an empty mount point is offline; the drive is online again under whatever device number', async () => {
  await withLibrary(async ({ write, index, catalogue, at }) => {
    write('drive/a.jpg', 'a')
    write('drive/below/b.jpg', 'b')
    await index(['drive'])
    const online = async () => isOnline(catalogue, listFolders(catalogue)[0]!)
    assert.equal(await online(), true)
    // The folder now says that it was on another device, as it would if this were the mount point alone.
    catalogue.database.exec('UPDATE folders SET device = device + 1')
    assert.equal(await online(), true, 'a known file is there')
    rmSync(at('drive'), { recursive: true })
    assert.equal(await online(), false, 'nothing is there')
    mkdirSync(at('drive'))
    assert.equal(await online(), false, 'an empty folder on another device')
    catalogue.database.exec('UPDATE folders SET device = device - 1')
    assert.equal(await online(), true, 'an emptied folder on its own device')
  })
})

test('a folder that never had photos is online while it is there', async () => {
  await withLibrary(async ({ index, catalogue, at }) => {
    mkdirSync(at('empty'))
    await index(['empty'])
    catalogue.database.exec('UPDATE folders SET device = device + 1')
    assert.equal(await isOnline(catalogue, listFolders(catalogue)[0]!), true)
  })
})
