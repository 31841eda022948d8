import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import type { ResightError } from '../types.ts'
import type { ScannedFile, ScanProblem } from './decoded.ts'
import { scanFolder, type ScanOptions } from './scan.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'resight-scan-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function touch(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), name)
  }
}

async function scan(options: ScanOptions = {}): Promise<{ names: string[]; problems: ScanProblem[] }> {
  const names: string[] = []
  const problems: ScanProblem[] = []
  for await (const file of scanFolder(folder, { onProblem: (problem) => problems.push(problem), ...options }))
    names.push(relative(folder, file.path))
  return { names: names.sort(), problems }
}

test('photos are found by name at any depth, whatever the case of their extension', async () => {
  touch('a.jpg', 'B.JPEG', 'c/d.PnG', 'c/e/f.Heic', 'g.CR3', 'h.tiff', 'notes.txt', 'jpg', 'x.jpg.txt', 'c/.jpg')
  assert.deepEqual((await scan()).names, ['B.JPEG', 'a.jpg', 'c/d.PnG', 'c/e/f.Heic', 'g.CR3', 'h.tiff'])
})

test('a file comes with its absolute path, size and time', async () => {
  touch('a.jpg')
  utimesSync(join(folder, 'a.jpg'), 1_600_000_000, 1_600_000_000.5)
  const files: ScannedFile[] = []
  for await (const file of scanFolder(folder)) files.push(file)
  assert.deepEqual(files, [{ path: join(folder, 'a.jpg'), bytes: 5, mtimeMs: 1_600_000_000_500 }])
})

test("hidden names and the systems' own folders are skipped", async () => {
  touch('.a.jpg', '.git/b.jpg', '@eaDir/c.jpg', '$RECYCLE.BIN/d.jpg', 'System Volume Information/e.jpg', 'f.jpg')
  assert.deepEqual((await scan()).names, ['f.jpg'])
})

test('what is excluded is neither yielded nor entered', async () => {
  touch('a.jpg', 'a.png', 'raw/b.jpg', 'deep/raw/c.jpg', 'deep/d.jpg')
  assert.deepEqual((await scan({ exclude: ['*.png', 'raw'] })).names, ['a.jpg', 'deep/d.jpg'])
})

test('links are followed, loops are not, and a real folder wins over a link to it', async () => {
  touch('real/a.jpg', 'b.jpg')
  const outside = mkdtempSync(join(tmpdir(), 'resight-outside-'))
  writeFileSync(join(outside, 'c.jpg'), 'c')
  symlinkSync(folder, join(folder, 'real', 'up'))
  symlinkSync(join(folder, 'real'), join(folder, '0-link-to-real'))
  symlinkSync(outside, join(folder, 'out'))
  symlinkSync(join(folder, 'b.jpg'), join(folder, 'd.jpg'))
  const { names, problems } = await scan()
  rmSync(outside, { recursive: true })
  assert.deepEqual(names, ['b.jpg', 'd.jpg', 'out/c.jpg', 'real/a.jpg'])
  assert.deepEqual(problems, [])
})

test('a link that leads nowhere or to itself is a problem where it is named like a photo', async () => {
  touch('a.jpg')
  symlinkSync(join(folder, 'gone'), join(folder, 'lost.jpg'))
  symlinkSync(join(folder, 'self.jpg'), join(folder, 'self.jpg'))
  symlinkSync(join(folder, 'gone'), join(folder, 'not-a-photo'))
  const { names, problems } = await scan()
  assert.deepEqual(names, ['a.jpg'])
  assert.deepEqual(problems.map(({ path, code }) => [relative(folder, path), code]).sort(), [
    ['lost.jpg', 'not-found'],
    ['self.jpg', 'unreadable'],
  ])
})

test('pipes, sockets and devices named like photos are passed over', async () => {
  touch('a.jpg')
  execFileSync('mkfifo', [join(folder, 'pipe.jpg')])
  symlinkSync(join(folder, 'pipe.jpg'), join(folder, 'linked-pipe.jpg'))
  symlinkSync('/dev/zero', join(folder, 'zero.jpg'))
  const server = createServer().listen(join(folder, 'socket.jpg'))
  await new Promise((resolve) => server.once('listening', resolve))
  const { names, problems } = await scan()
  server.close()
  assert.deepEqual(names, ['a.jpg'])
  assert.deepEqual(problems, [])
})

test('odd names are kept as they are', async () => {
  const odd = ['new\nline.jpg', ' space .jpg', '-rf.jpg', 'quote\'".jpg', 'émoji🐘.jpg', 'a.b.c.jpg', '*.jpg']
  touch(...odd)
  assert.deepEqual((await scan()).names, odd.toSorted())
})

test(
  'a name that is not UTF-8 is reported, since it can not be opened',
  { skip: process.platform !== 'linux' },
  async () => {
    touch('a.jpg')
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/b`), Buffer.from([0xff, 0xfe]), Buffer.from('.jpg')]), 'x')
    const { names, problems } = await scan()
    assert.deepEqual(names, ['a.jpg'])
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['unsupported'],
    )
    assert.match(problems[0]?.reason ?? '', /not valid text/)
  },
)

test('a folder that may not be listed is reported and the rest is scanned', async () => {
  touch('a.jpg', 'secret/b.jpg', 'z/c.jpg')
  chmodSync(join(folder, 'secret'), 0o000)
  const isRoot = process.geteuid?.() === 0
  if (isRoot) chmodSync(folder, 0o755)
  if (isRoot) process.seteuid?.(65534)
  const { names, problems } = await scan().finally(() => {
    if (isRoot) process.seteuid?.(0)
    chmodSync(join(folder, 'secret'), 0o755)
  })
  assert.deepEqual(names, ['a.jpg', 'z/c.jpg'])
  assert.deepEqual(
    problems.map(({ path, code }) => [path, code]),
    [[join(folder, 'secret'), 'unreadable']],
  )
})

test('a folder that vanishes during the scan is reported', async () => {
  touch('a.jpg', 'gone/b.jpg')
  const problems: ScanProblem[] = []
  const names: string[] = []
  for await (const file of scanFolder(folder, { onProblem: (problem) => problems.push(problem) })) {
    names.push(file.path)
    rmSync(join(folder, 'gone'), { recursive: true, force: true })
  }
  assert.deepEqual(names, [join(folder, 'a.jpg')])
  assert.deepEqual(
    problems.map(({ path, code }) => [path, code]),
    [[join(folder, 'gone'), 'not-found']],
  )
})

test('a folder that is not there is offline; a file is no folder', async () => {
  const first = async (path: string) => await scanFolder(path).next()
  await assert.rejects(first(join(folder, 'unmounted')), (error: ResightError) => error.code === 'offline')
  touch('a.jpg')
  await assert.rejects(
    first(join(folder, 'a.jpg')),
    (error: ResightError) => error.code === 'invalid-argument' && error.message.includes('a.jpg'),
  )
})

test('a scan can be stopped', async () => {
  touch(...Array.from({ length: 200 }, (_, i) => `${i}.jpg`))
  const controller = new AbortController()
  let seen = 0
  await assert.rejects(
    async () => {
      for await (const _ of scanFolder(folder, { signal: controller.signal })) if (++seen === 3) controller.abort()
    },
    (error: ResightError) => error.code === 'cancelled',
  )
  assert.ok(seen < 200)
})

test('a folder of many thousand files is yielded whole', async () => {
  touch(...Array.from({ length: 3000 }, (_, i) => `${i % 7}/${i}.jpg`))
  assert.equal((await scan()).names.length, 3000)
})
