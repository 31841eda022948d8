import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import type { VectorIndex } from '../types.ts'
import { ResightError } from '../types.ts'
import { createFlatIndex } from './flat.ts'
import { openIndex } from './open-index.ts'
import type { LoadedVectors } from './open-index.ts'
import { Rows } from './rows.ts'
import { readSnapshot, writeSnapshot } from './snapshot.ts'

const SPACE = { id: 'test@fp32+größe', d: 3 }
const IDS = [7, 3, 2_147_483_647]
const VECTORS = [1, 0, 0, 0, -0.5, 0.25, 1e-45, 2, 3]

let folder = ''
let path = ''
before(async () => (folder = await mkdtemp(join(tmpdir(), 'resight-snapshot-'))))
after(() => rm(folder, { recursive: true }))

function index(): VectorIndex {
  const flat = createFlatIndex(new Rows(3))
  flat.add(IDS, { n: 3, d: 3, data: Float32Array.from(VECTORS) })
  return flat
}

async function written(name: string, generation = 5): Promise<string> {
  path = join(folder, name)
  await writeSnapshot(index(), { space: SPACE, generation, path })
  return path
}

async function refusedOf(
  file: string,
  changed: { id?: string; d?: number; generation?: number } = {},
): Promise<string> {
  const { id = SPACE.id, d = SPACE.d, generation = 5 } = changed
  const content = await readSnapshot({ space: { id, d }, generation, path: file })
  return 'refused' in content ? content.refused : 'accepted'
}

describe('a snapshot', () => {
  test('gives back ids and vectors to the bit', async () => {
    const content = await readSnapshot({ space: SPACE, generation: 5, path: await written('whole') })
    assert.ok('ids' in content)
    assert.deepEqual([...content.ids], IDS)
    assert.deepEqual(content.matrix, { n: 3, d: 3, data: Float32Array.from(VECTORS) })
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.endsWith('.tmp')),
      [],
    )
  })

  test('of an empty index is a snapshot too', async () => {
    path = join(folder, 'empty')
    await writeSnapshot(createFlatIndex(new Rows(3)), { space: SPACE, generation: 0, path })
    const content = await readSnapshot({ space: SPACE, generation: 0, path })
    assert.ok('ids' in content && content.ids.length === 0 && content.matrix.n === 0)
  })

  test('of another generation, space or dimension is refused', async () => {
    const file = await written('other')
    assert.match(await refusedOf(file, { generation: 6 }), /generation 5, not 6/)
    assert.match(await refusedOf(file, { id: 'other' }), /another space \(test@fp32\+größe/)
    assert.match(await refusedOf(file, { d: 4 }), /another space/)
    assert.match(await refusedOf(join(folder, 'absent')), /none yet/)
    assert.match(await refusedOf(folder), /can't be read|short|no snapshot/)
  })

  test('with any one byte changed, or cut or lengthened anywhere, is refused', async () => {
    const file = await written('damaged')
    const whole = await readFile(file)
    const damage = fc.record({ at: fc.nat(whole.length - 1), xor: fc.integer({ min: 1, max: 255 }) })
    const length = fc.nat(whole.length + 70).filter((bytes) => bytes !== whole.length)
    await fc.assert(
      fc.asyncProperty(fc.oneof(damage, length), async (change) => {
        const bytes = Buffer.from(whole)
        if (typeof change === 'number') {
          await writeFile(file, bytes)
          await truncate(file, change)
          assert.notEqual(await refusedOf(file), 'accepted')
          return
        }
        bytes[change.at] = (bytes[change.at] ?? 0) ^ change.xor
        await writeFile(file, bytes)
        // What lies between the space's id and the vectors is padding: it says nothing, so it may say anything.
        const padding = change.at >= 40 + Buffer.byteLength(SPACE.id) && change.at < 64
        assert.equal((await refusedOf(file)) === 'accepted', padding)
      }),
      { numRuns: 400, seed: 3 },
    )
  })

  test('that claims more than its file holds costs no memory', async () => {
    const file = await written('claims')
    const bytes = await readFile(file)
    bytes.writeUInt32LE(0xffffffff, 16)
    await writeFile(file, bytes)
    const before = process.memoryUsage().arrayBuffers
    assert.notEqual(await refusedOf(file), 'accepted')
    assert.ok(process.memoryUsage().arrayBuffers - before < 10e6)
  })

  test('that can not be written says which file and what to do, and leaves nothing behind', async () => {
    const inside = join(folder, 'no-such-folder', 'snapshot')
    await assert.rejects(
      writeSnapshot(index(), { space: SPACE, generation: 1, path: inside }),
      (error) => error instanceof ResightError && error.message.includes(inside) && error.remedy !== null,
    )
    const occupied = join(folder, 'occupied')
    await mkdir(join(occupied, 'by-a-folder'), { recursive: true })
    await assert.rejects(writeSnapshot(index(), { space: SPACE, generation: 1, path: occupied }), ResightError)
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.endsWith('.tmp')),
      [],
    )
  })

  test('can be written by two at once; what a crash left behind is cleared away', async () => {
    path = join(folder, 'twice')
    const gone = spawnSync(process.execPath, ['-e', ''])
    const left = `${path}.${gone.pid}.tmp`
    const [mine, others] = [`${path}.${process.ppid}.tmp`, `${join(folder, 'other')}.${gone.pid}.tmp`]
    for (const name of [left, mine, others]) await writeFile(name, 'half')
    const key = { space: SPACE, generation: 5, path }
    await Promise.all([writeSnapshot(index(), key), writeSnapshot(index(), key)])
    assert.equal(await refusedOf(path), 'accepted')
    const temporary = (await readdir(folder)).filter((name) => name.endsWith('.tmp'))
    // Of a process that runs, and of another snapshot.
    assert.deepEqual(temporary.toSorted(), [basename(mine), basename(others)].toSorted())
    for (const name of [mine, others]) await rm(name)
  })

  test('of a photo removed while it is written fails instead of lying', async () => {
    const changing = index()
    path = join(folder, 'changing')
    const writing = writeSnapshot(changing, { space: SPACE, generation: 1, path })
    changing.remove([3])
    await assert.rejects(writing, /Photo 3 has no vector/)
    assert.equal(await refusedOf(path), 'there is none yet')
  })
})

describe('opening an index', () => {
  const load = (): LoadedVectors => ({
    ids: Int32Array.from(IDS),
    matrix: { n: 3, d: 3, data: Float32Array.from(VECTORS) },
  })
  const never = (): LoadedVectors => assert.fail('the snapshot was there')
  const options = (name: string) => ({ space: SPACE, generation: 5, snapshotPath: join(folder, name) })
  const query = { n: 1, d: 3, data: Float32Array.of(0, 0, 1) }

  test('takes the catalogue first and the snapshot from then on', async () => {
    const first = await openIndex({ ...options('opened'), loadVectors: load })
    assert.equal(first.from, 'vectors')
    assert.match(first.snapshotNote ?? '', /none yet/)
    const second = await openIndex({ ...options('opened'), loadVectors: never })
    assert.equal(second.from, 'snapshot')
    assert.equal(second.snapshotNote, null)
    assert.deepEqual(second.index.search(query, 3), first.index.search(query, 3))
    assert.deepEqual([...second.index.search(query, 1).labels], [2_147_483_647])
  })

  test('rebuilds when the snapshot is stale or damaged, and heals it', async () => {
    const file = options('healed').snapshotPath
    await openIndex({ ...options('healed'), loadVectors: load })
    const stale = await openIndex({ ...options('healed'), generation: 6, loadVectors: load })
    assert.match(stale.snapshotNote ?? '', /generation 5, not 6/)
    const bytes = await readFile(file)
    bytes[bytes.length - 1] = 0xff
    await writeFile(file, bytes)
    const damaged = await openIndex({ ...options('healed'), generation: 6, loadVectors: async () => load() })
    assert.match(damaged.snapshotNote ?? '', /checksum/)
    assert.equal((await openIndex({ ...options('healed'), generation: 6, loadVectors: never })).from, 'snapshot')
  })

  test('uses no snapshot whose content is impossible, although its checksum fits', async () => {
    const snapshotPath = options('impossible').snapshotPath
    const lying = {
      ...index(),
      d: 3,
      ids: Int32Array.of(1, 1),
      reconstruct: () => ({ n: 2, d: 3, data: new Float32Array(6) }),
    }
    await writeSnapshot(lying, { space: SPACE, generation: 5, path: snapshotPath })
    const opened = await openIndex({ ...options('impossible'), loadVectors: load })
    assert.match(opened.snapshotNote ?? '', /repeat/)
    assert.equal(opened.index.ntotal, 3)
  })

  test('serves from memory where no snapshot can be written', async () => {
    const opened = await openIndex({ ...options(join('no-such-folder', 'broken')), loadVectors: load })
    assert.equal(opened.index.ntotal, 3)
    assert.match(opened.snapshotNote ?? '', /could not be written/)
  })

  test('prefers what it is told, and refuses vectors of another dimension', async () => {
    const flat = await openIndex({ ...options('flat'), prefer: 'flat', loadVectors: load })
    assert.deepEqual([flat.index.kind, flat.note], ['flat', null])
    const wrong = { ids: Int32Array.of(1), matrix: { n: 1, d: 2, data: new Float32Array(2) } }
    await assert.rejects(openIndex({ ...options('wrong'), loadVectors: () => wrong }), /test@fp32.*can't be used/)
  })
})
