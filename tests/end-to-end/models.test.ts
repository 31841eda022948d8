import assert from 'node:assert/strict'
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { AddReport, LibraryStatus, ModelStatus, SearchAnswer } from '../../core/api.ts'
import type { SwitchCost, UseReport } from '../../core/api/models.ts'
import { writePhotos } from '../fixtures/photos.ts'
import { finish, lastJson, resight, start, temporaryFolder } from './resight.ts'

const PHOTOS = 40
const TINY = 'tiny-clip'
const SOURCE = fileURLToPath(new URL('../fixtures/models/tiny-clip', import.meta.url))

describe('resight models', () => {
  const folder = temporaryFolder()
  const [library, photos] = [join(folder, 'library'), join(folder, 'photos')]
  before(async () => {
    await writePhotos(photos, PHOTOS)
    const added = lastJson(await resight('add', photos, '--library', library, '--json')) as unknown as AddReport
    assert.equal(added.indexed, PHOTOS)
  })

  const models = (...args: string[]) => resight('models', ...args, '--library', library)
  const listed = async (id: string): Promise<ModelStatus | undefined> => {
    const { models: list } = lastJson(await models('--json')) as unknown as { readonly models: readonly ModelStatus[] }
    return list.find((model) => model.id === id)
  }
  const spaceOf = async (): Promise<string> => {
    const found = await resight('search', 'a circle', '-k', '100', '--library', library, '--json')
    const { space, results, hints } = lastJson(found) as unknown as SearchAnswer
    assert.equal(results.length, PHOTOS, hints.join())
    return space.split('@')[0] ?? ''
  }

  test('a model from a stick is imported, shown, checked; what using it costs is shown first', async () => {
    const imported = await models('import', SOURCE)
    assert.equal(imported.code, 0, imported.stderr)
    assert.match(imported.stdout, /tiny-clip is installed[^]*resight models use tiny-clip/)
    assert.match((await models('verify', TINY)).stdout, /10 files compared, and the model opens/)
    const text = (await models()).stdout
    assert.match(text, /\* resight-mini +in use, 40 photos encoded · .* · Apache-2\.0/)
    assert.match(text, /mobileclip-s2 +not installed · [\d.]+ MB · memory 600 MB · en · apple-amlr\n.*\n +Warning: /)
    const dry = await models('use', TINY, '--dry-run')
    assert.match(dry.stdout, /^40 photos to encode by tiny-clip: .*kB on the disk, .* are free\.\nHow long it takes/)
    const cost = lastJson(await models('use', TINY, '--dry-run', '--json')) as unknown as SwitchCost
    assert.equal(cost.photosToEncode, PHOTOS)
    assert.equal(await spaceOf(), 'resight-mini', 'showing does nothing')
  })

  test('killed, it goes on; then it is in use, and the way back costs nothing', async () => {
    const child = start(['models', 'use', TINY, '--library', library, '--json'])
    const finished = finish(child)
    while (((await listed(TINY))?.encoded ?? 0) === 0 && child.exitCode === null) await resight('status')
    child.kill('SIGKILL')
    await finished
    const kept = (await listed(TINY))?.encoded ?? 0
    assert.ok(kept > 0)
    const used = await models('use', TINY, '--json')
    assert.equal(used.code, 0, used.stderr)
    const report = lastJson(used) as unknown as UseReport
    assert.deepEqual([report.encoded, report.failed, report.outOfReach], [PHOTOS - kept, 0, 0])
    assert.equal(await spaceOf(), TINY)
    assert.match((await models('remove', TINY)).stderr, /tiny-clip is the model in use\nSwitch to another/)
    assert.match((await models('forget', TINY)).stderr, /tiny-clip is the model in use/)
    const back = await models('use', 'resight-mini')
    assert.match(back.stderr, /Every photo is encoded by resight-mini already: it takes over at once/)
    assert.match(back.stdout, /The library uses resight-mini from now on/)
    assert.equal(await spaceOf(), 'resight-mini')
  })

  test('a photo out of reach is named and kept for later', async () => {
    await models('forget', TINY)
    renameSync(photos, `${photos}-away`)
    const used = await models('use', TINY)
    renameSync(`${photos}-away`, photos)
    assert.match(used.stdout, /0 photos encoded .*\n40 photos are out of reach/)
    const rescanned = lastJson(await resight('rescan', '--library', library, '--json')) as unknown as AddReport
    assert.equal(rescanned.indexed, PHOTOS)
    assert.equal(await spaceOf(), TINY)
    await models('use', 'resight-mini')
  })

  test('what a model made is dropped, then the model; options and actions that make no sense are refused', async () => {
    assert.match((await models('forget', TINY)).stdout, /Dropped what tiny-clip made of 40 photos: /)
    const status = lastJson(await resight('status', '--library', library, '--json')) as unknown as LibraryStatus
    assert.deepEqual(
      status.spaces.map(({ model }) => model),
      ['resight-mini'],
    )
    assert.equal((await models('remove', TINY)).code, 0)
    assert.equal(await listed(TINY), undefined)
    for (const args of [['use'], ['use', TINY, '--dtype', 'q8'], ['verify', TINY, '--dry-run'], ['dance', TINY]]) {
      assert.equal((await models(...args)).code, 2, args.join(' '))
    }
    assert.equal((await models('get', 'clip-vit-b-32', '--dtype', 'q9')).code, 2)
    assert.equal((await models('use', 'clip-vit-b-32')).code, 3)
    assert.equal((await models('forget', TINY)).code, 3)
    assert.match((await resight('models', '--help')).stdout, /use ID +switch the library to a model/)
  })
})
