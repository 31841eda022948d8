import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { PhotoError, type DecodePool, type DecodeRequest } from '../library/decoded.ts'
import { MAX_UPLOAD_BYTES, openUploads, UPLOADS_FOLDER, type Uploads } from './uploads.ts'

/** Takes every file for a picture whose first byte is not 0, and shows it as a thumbnail of its own bytes. */
function pickyPool(): DecodePool & { readonly decoded: DecodeRequest[] } {
  const decoded: DecodeRequest[] = []
  return {
    workers: 1,
    decoded,
    hash: () => assert.fail('not needed'),
    close: () => Promise.resolve(),
    decode: async (request) => {
      decoded.push(request)
      const data = readFileSync(request.path)
      if (data[0] === 0) throw new PhotoError('unreadable', request.path, 'The photo is damaged. Choose another.')
      const thumbnail = { mime: 'image/webp' as const, width: request.thumbnailPx ?? 0, height: 1, data }
      const { knownHash: contentHash = '' } = request
      const size = { bytes: data.length, width: 1, height: 1 }
      return { contentHash, format: 'jpeg', pixels: null, thumbnail, dhash: '', metadata: null, warning: null, ...size }
    },
  }
}

function fixture(limits?: Parameters<typeof openUploads>[2]): {
  readonly uploads: Uploads
  readonly folder: string
  readonly pool: ReturnType<typeof pickyPool>
  names(): readonly string[]
} {
  const library = mkdtempSync(join(tmpdir(), 'resight-uploads-'))
  after(() => rmSync(library, { recursive: true, force: true }))
  const pool = pickyPool()
  const folder = join(library, UPLOADS_FOLDER)
  const names = () => (existsSync(folder) ? readdirSync(folder).toSorted() : [])
  return { uploads: openUploads(library, async () => pool, limits), folder, pool, names }
}

const picture = (...bytes: number[]): Uint8Array => Uint8Array.from([1, ...bytes])
const idOf = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex')

test('a picture is kept under its content, once', async () => {
  const { uploads, folder, names, pool } = fixture()
  const id = await uploads.add(picture(2), 'Ferien am Meer.JPG')
  assert.equal(id, idOf(picture(2)))
  assert.deepEqual(names(), [`${id}.jpg`])
  assert.equal(await uploads.add(picture(2), 'another name.jpeg'), id)
  assert.deepEqual(names(), [`${id}.jpg`])
  assert.equal(await uploads.path(id), join(folder, `${id}.jpg`))
  assert.deepEqual([...(await uploads.thumbnail(id))!.data], [1, 2])
  assert.equal((await uploads.thumbnail(id))!.width, 512)
  assert.equal(pool.decoded.length, 1)
})

test('what is no picture is refused by the decoder’s reason and the name it came with, and leaves nothing', async () => {
  const { uploads, names } = fixture()
  await assert.rejects(uploads.add(Uint8Array.of(0), 'broken\n.jpg'), {
    code: 'unreadable',
    message: 'broken.jpg: The photo is damaged. Choose another.',
  })
  await assert.rejects(uploads.add(new Uint8Array(0), 'nothing.jpg'), { message: /^nothing\.jpg: .*empty/ })
  await assert.rejects(uploads.add('bytes' as unknown as Uint8Array, 'a.jpg'), { code: 'invalid-argument' })
  await assert.rejects(uploads.add(picture(1), 7 as unknown as string), { code: 'invalid-argument', message: /name/ })
  const huge = Object.defineProperty(picture(1), 'byteLength', { value: MAX_UPLOAD_BYTES + 1 })
  await assert.rejects(uploads.add(huge, 'huge.tiff'), { code: 'too-large', message: /^huge\.tiff: .*200 MB/ })
  assert.deepEqual(names(), [])
})

test('only ids are looked up', async () => {
  const { uploads, folder } = fixture()
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, '..', 'catalogue.sqlite'), 'secret')
  const id = await uploads.add(picture(3), 'a.png')
  for (const hostile of [
    '',
    '..',
    '../catalogue.sqlite',
    id.slice(1),
    id.toUpperCase(),
    `${id}.png`,
    `${id}\0`,
    null,
  ]) {
    await assert.rejects(uploads.thumbnail(hostile as string), { code: 'invalid-argument' })
    await assert.rejects(uploads.path(hostile as string), { code: 'invalid-argument' })
  }
  const unknown = '0'.repeat(64)
  assert.equal(await uploads.thumbnail(unknown), null)
  await assert.rejects(uploads.path(unknown), { code: 'not-found', message: /00000000/ })
})

test('whatever a picture is called, it lies in its folder under its id', async () => {
  const { uploads, names } = fixture()
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), fc.nat(), async (name, seed) => {
      const before = names().length
      const data = picture(...Buffer.from(String(seed)))
      const isNew = !names().some((entry) => entry.startsWith(idOf(data)))
      const id = await uploads.add(data, name)
      assert.equal(names().length, Math.min(200, before + (isNew ? 1 : 0)))
      for (const entry of names()) assert.match(entry, /^[0-9a-f]{64}(\.[a-z0-9]{1,8})?$/)
      await uploads.path(id)
    }),
    { numRuns: 40 },
  )
})

test('the newest are kept, by number and by size together; handing one over again makes it new', async () => {
  const { uploads, folder, names } = fixture({ pictures: 3, folderBytes: 100 })
  const ids: string[] = []
  const aged = async (data: Uint8Array, second: number): Promise<string> => {
    const id = await uploads.add(data, 'a.jpg')
    utimesSync(join(folder, `${id}.jpg`), second, second)
    return id
  }
  for (let i = 0; i < 3; i++) ids.push(await aged(picture(i), 1000 + i))
  await uploads.add(picture(0), 'a.jpg')
  const fourth = await uploads.add(picture(9), 'a.jpg')
  assert.deepEqual(names(), [ids[0], ids[2], fourth].map((id) => `${id}.jpg`).toSorted())
  assert.equal(await uploads.thumbnail(ids[1]!), null)
  const large = await uploads.add(picture(...new Array<number>(99).fill(5)), 'a.jpg')
  assert.deepEqual(names(), [`${large}.jpg`])
})

test('what a process left behind when it died goes after an hour, a stranger’s file never', async () => {
  const { uploads, folder, names } = fixture()
  mkdirSync(folder, { recursive: true })
  for (const name of ['.new-old.jpg', '.new-fresh.jpg', 'notes.txt']) writeFileSync(join(folder, name), 'x')
  const hoursAgo = Date.now() / 1000 - 7200
  for (const name of ['.new-old.jpg', 'notes.txt']) utimesSync(join(folder, name), hoursAgo, hoursAgo)
  const id = await uploads.add(picture(4), 'a.jpg')
  assert.deepEqual(names(), ['.new-fresh.jpg', `${id}.jpg`, 'notes.txt'])
})

test('the same picture handed over many times at once is one', async () => {
  const { uploads, names } = fixture()
  const ids = await Promise.all(Array.from({ length: 8 }, () => uploads.add(picture(6), 'a.jpg')))
  assert.equal(new Set(ids).size, 1)
  assert.deepEqual(names(), [`${ids[0]}.jpg`])
})
