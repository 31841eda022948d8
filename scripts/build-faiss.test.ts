import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { after, before, describe, test } from 'node:test'
import { ensureFaiss } from './build-faiss.mjs'

let folder = ''
before(async () => (folder = await mkdtemp(join(tmpdir(), 'resight-build-faiss-'))))
after(() => rm(folder, { recursive: true }))

test('without a compiler and without a prebuilt binary it says so, and what to install', async () => {
  const outcome = await ensureFaiss({ folder, compiler: 'no-such-compiler', prebuilt: false })
  assert.deepEqual([outcome.available, outcome.how], [false, 'none'])
  assert.match(outcome.message, /no C\+\+ compiler|not compiled on/)
  assert.match(outcome.message, /apt-get install g\+\+ libfaiss-dev/)
  assert.equal(outcome.message.includes('\n'), false)
  assert.deepEqual(await readdir(folder), [])
})

const first = await ensureFaiss({ prebuilt: false })
describe('where FAISS can be compiled', { skip: first.available ? false : first.message }, () => {
  test('what is compiled is found again, and a damaged file is compiled anew', async () => {
    const lines: string[] = []
    const log = (line: string): void => void lines.push(line)
    await cp(fileURLToPath(new URL('../build/faiss', import.meta.url)), folder, { recursive: true })
    assert.equal((await ensureFaiss({ folder, prebuilt: false, log })).how, 'present')
    assert.equal(lines.length, 0)

    const binary = join(folder, 'resight-faiss.node')
    const whole = await readFile(binary)
    await writeFile(binary, whole.subarray(0, 1000))
    assert.equal((await ensureFaiss({ folder, prebuilt: false, log })).how, 'compiled')
    assert.equal(lines.length, 1)
    assert.ok((await readFile(binary)).length > 1000)
    assert.equal((await ensureFaiss({ folder, prebuilt: false, log })).how, 'present')
    assert.deepEqual(
      (await readdir(folder)).filter((name) => /^\d/.test(name)),
      [],
    )
  })
})
