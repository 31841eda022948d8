import assert from 'node:assert/strict'
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { AddReport, SearchAnswer } from '../../core/api.ts'
import { openEngine } from '../../core/engine.ts'
import { copySamples } from '../../core/remote/samples.ts'
import { lastJson, resight, temporaryFolder } from './resight.ts'

describe('resight on the sample photos', () => {
  const folder = temporaryFolder()
  const photos = join(folder, 'photos')
  const library = join(folder, 'library')
  before(async () => {
    await copySamples(photos)
    await writeFile(join(photos, 'broken.jpg'), 'this is no photo')
    const added = await resight('add', photos, '--library', library, '--json')
    assert.equal(added.code, 0, added.stderr)
    const { indexed, unchanged, failed, seconds, photosPerSecond } = lastJson(added) as unknown as AddReport
    assert.deepEqual({ indexed, unchanged, failed }, { indexed: 9, unchanged: 0, failed: 1 })
    assert.ok(seconds > 0 && photosPerSecond > 0)
    assert.match(added.stderr, /^Scanning/m)
    assert.match(added.stderr, /^Encoding 10 photos/m)
  })

  const search = async (...args: string[]): Promise<SearchAnswer> => {
    const found = await resight('search', ...args, '--library', library, '--json')
    assert.equal(found.code, 0, found.stderr)
    return lastJson(found) as unknown as SearchAnswer
  }
  const names = (answer: SearchAnswer): readonly string[] => answer.results.map(({ path }) => basename(path))

  test('words find what they name', async () => {
    assert.equal(names(await search('sheep in a meadow', '-k', '1'))[0], 'march-pastoral.jpg')
    assert.equal(names(await search('boats in a harbour', '-k', '1'))[0], 'nagasaki-boats.jpg')
  })

  test('a photo finds itself first, and can be pushed away', async () => {
    const photo = join(photos, 'allium-oreophilum.jpg')
    const found = await search('--image', photo, '-k', '9')
    assert.equal(names(found)[0], 'allium-oreophilum.jpg')
    assert.ok(found.results[0]!.similarity > 0.99)
    assert.equal(names(await search('--not-image', photo, '-k', '9')).at(-1), 'allium-oreophilum.jpg')
  })

  test('photo and words together, by every method and reranker, explain themselves', async () => {
    const photo = join(photos, 'french-alpine-landscape.jpg')
    for (const method of ['sum', 'slerp', 'product', 'weicom']) {
      const answer = await search('a boat', '--image', photo, '--method', method, '-k', '3')
      assert.equal(answer.method, method)
      assert.equal(answer.results.length, 3)
      assert.deepEqual(
        answer.results[0]!.parts.byPart.map(({ label }) => label),
        ['a boat', photo],
      )
    }
    for (const rerank of ['tokens', 'superglobal']) {
      const answer = await search('a boat', '--image', photo, '--rerank', rerank, '-k', '3')
      assert.equal(answer.rerank, rerank)
      assert.notEqual(answer.results[0]!.parts.reranked, null)
    }
    const { timingsMs } = await search('a boat')
    assert.deepEqual(Object.keys(timingsMs), ['encode', 'search', 'compose', 'rerank', 'total'])
  })

  test('adding again encodes nothing; a renamed photo is the same photo', async () => {
    await rename(join(photos, 'black-canyon.jpg'), join(photos, 'renamed.jpg'))
    const again = lastJson(await resight('add', photos, '--library', library, '--json')) as unknown as AddReport
    assert.deepEqual(
      { indexed: again.indexed, unchanged: again.unchanged, moved: again.moved, failed: again.failed },
      { indexed: 0, unchanged: 8, moved: 1, failed: 1 },
    )
    assert.ok(names(await search('a canyon', '-k', '9')).includes('renamed.jpg'))
    await rename(join(photos, 'renamed.jpg'), join(photos, 'black-canyon.jpg'))
    assert.equal((await resight('rescan', '--library', library)).code, 0)
  })

  test('a contact sheet needs nothing but itself', async () => {
    const sheet = join(library, 'sheet.html')
    const found = await resight('search', 'a house', '--library', library, '--html', sheet)
    assert.equal(found.code, 0, found.stderr)
    const page = await readFile(sheet, 'utf8')
    assert.equal(page.match(/<img /g)?.length, 9)
    assert.doesNotMatch(page, /(src|href)="(?!data:)/)
  })

  test('paths only, as other programs like it', async () => {
    const found = await resight('search', 'sheep', '-f', '-t', '2', '--library', library)
    assert.deepEqual(found.stdout.trim().split('\n')[0], join(photos, 'march-pastoral.jpg'))
    assert.equal(found.stdout.trim().split('\n').length, 2)
  })

  test('failed files are read again when asked for, though they have not changed', async () => {
    const retried = await resight('failed', '--retry', '--library', library, '--json')
    assert.equal(retried.code, 0, retried.stderr)
    assert.match(retried.stderr, /^Encoding 1 photos/m)
    const { indexed, unchanged, failed } = lastJson(retried) as unknown as AddReport
    assert.deepEqual({ indexed, unchanged, failed }, { indexed: 0, unchanged: 9, failed: 1 })
  })

  test('an album is searched by its name; one that is not there is named with those that are', async () => {
    const engine = await openEngine({ library })
    const { photoIds } = await engine.timeline()
    const { albumId } = await engine.createAlbum('Über Land')
    await engine.addToAlbum(albumId, photoIds.slice(0, 2))
    await engine.close()
    const found = await search('a boat', '--album', 'über land')
    assert.deepEqual(found.results.map(({ photoId }) => photoId).sort(), photoIds.slice(0, 2).sort())
    const unknown = await resight('search', 'a boat', '--album', 'Zoo', '--library', library)
    assert.equal(unknown.code, 3)
    assert.match(unknown.stderr, /no album called Zoo\n.*Über Land/)
  })

  test('status, failed, models and doctor speak JSON', async () => {
    const status = lastJson(await resight('status', '--library', library, '--json'))
    assert.equal(status['photos'], 9)
    assert.equal(status['failed'], 1)
    const failed = lastJson(await resight('failed', '--library', library, '--json'))['failed'] as { path: string }[]
    assert.deepEqual(
      failed.map(({ path }) => basename(path)),
      ['broken.jpg'],
    )
    const models = lastJson(await resight('models', '--library', library, '--json'))['models'] as { id: string }[]
    assert.ok(models.some(({ id }) => id === 'resight-mini'))
    const findings = lastJson(await resight('doctor', '--library', library, '--json'))['findings'] as {
      state: string
    }[]
    assert.ok(findings.length > 5)
    assert.ok(findings.every(({ state }) => state !== 'broken'))
  })

  test('an offline folder keeps its photos; a forgotten one leaves', async () => {
    const away = `${photos}-unplugged`
    await rename(photos, away)
    assert.equal((await resight('rescan', '--library', library)).code, 0)
    assert.equal(names(await search('sheep', '-k', '1'))[0], 'march-pastoral.jpg')
    await rename(away, photos)
    const extra = join(library, '..', 'extra')
    await mkdir(extra)
    await copyFile(join(photos, 'black-canyon.jpg'), join(extra, 'copy.jpg'))
    assert.equal((await resight('add', extra, '--library', library)).code, 0)
    const removed = lastJson(await resight('remove', extra, '--library', library, '--json'))
    assert.equal(removed['removed'], 0, 'the photo is still in the other folder')
    await rm(extra, { recursive: true })
  })
})

test('exit codes and messages name what is wrong and what to do', async () => {
  const folder = temporaryFolder()
  const library = join(folder, 'library')
  const missing = join(folder, 'missing')
  const cases: readonly (readonly [args: readonly string[], code: number, message: RegExp])[] = [
    [['search', '--library', library], 2, /query is empty/],
    [['search', 'x', '--balance', 'much', '--library', library], 2, /--balance/],
    [['search', 'x', '--method', 'magic', '--library', library], 2, /weicom/],
    [['search', 'x', '--from', '2019-13', '--library', library], 2, /2019-13/],
    [['search', 'x', '-k', '0', '--library', library], 2, /k/],
    [['search', '--image', missing, '--library', library], 3, /missing/],
    [['add', missing, '--library', library], 3, /missing/],
    [['remove', missing, '--library', library], 3, /missing/],
    [['serch'], 2, /search/],
    [['add'], 2, /folder/],
  ]
  for (const [args, code, message] of cases) {
    const result = await resight(...args)
    assert.equal(result.code, code, `${args.join(' ')}: ${result.stderr}`)
    assert.match(result.stderr, message)
    assert.doesNotMatch(result.stderr, /\n\s+at /, 'no stack for a person')
  }
  await mkdir(library, { recursive: true })
  await rm(library, { recursive: true })
  await mkdir(library)
  await writeFile(join(library, 'catalogue.sqlite'), 'not a database at all, but long enough to look at')
  assert.equal((await resight('status', '--library', library)).code, 4)
})

test('a model is imported, encodes the same photos beside the built-in one, and is removed', async () => {
  const folder = temporaryFolder()
  const library = join(folder, 'library')
  const photos = join(folder, 'photos')
  await copySamples(photos)
  const tiny = fileURLToPath(new URL('../fixtures/models/tiny-clip', import.meta.url))
  assert.equal((await resight('models', 'import', tiny, '--library', library)).code, 0)
  assert.equal((await resight('models', 'verify', 'tiny-clip', '--library', library)).code, 0)
  assert.equal((await resight('add', photos, '--library', library)).code, 0)
  const rescan = await resight('rescan', '--model', 'tiny-clip', '--library', library, '--json')
  assert.equal((lastJson(rescan) as unknown as AddReport).indexed, 9)
  const found = await resight('search', 'a cat', '--library', library, '--json')
  assert.match((lastJson(found) as unknown as SearchAnswer).space, /^tiny-clip@/)
  const back = await resight('rescan', '--model', 'resight-mini', '--library', library, '--json')
  assert.equal((lastJson(back) as unknown as AddReport).indexed, 0, 'the vectors were kept')
  assert.equal((await resight('models', 'remove', 'tiny-clip', '--library', library)).code, 0)
  assert.equal((await resight('models', 'verify', 'tiny-clip', '--library', library)).code, 3)
  assert.equal((await resight('models', 'get', '--library', library)).code, 2)
})
