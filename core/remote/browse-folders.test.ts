import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, parse } from 'node:path'
import { after, test } from 'node:test'
import { browseFolders } from './browse-folders.ts'

const folder = mkdtempSync(join(tmpdir(), 'resight-browse-'))
after(() => rmSync(folder, { recursive: true }))
for (const name of ['2021', 'photo 10', 'photo 9', 'Äpfel', '.hidden', '$RECYCLE.BIN']) mkdirSync(join(folder, name))
writeFileSync(join(folder, 'secret.txt'), 'x')

test('names folders only, sorted as a person would, hidden ones left out', async () => {
  const { path, parent, folders } = await browseFolders(folder)
  assert.equal(path, folder)
  assert.equal(parent, join(folder, '..'))
  assert.deepEqual(
    folders.map(({ name }) => name),
    ['2021', 'Äpfel', 'photo 9', 'photo 10'],
  )
  assert.equal(folders[0]!.path, join(folder, '2021'))
})

test('a link to a folder is one; a link to a file or to nothing is not', async (t) => {
  const links = join(folder, '2021')
  try {
    symlinkSync(folder, join(links, 'to-folder'), 'junction')
    symlinkSync(join(folder, 'secret.txt'), join(links, 'to-file'))
    symlinkSync(join(folder, 'nothing'), join(links, 'to-nothing'))
  } catch {
    return t.skip('links need a privilege here')
  }
  const { folders } = await browseFolders(links)
  assert.deepEqual(
    folders.map(({ name }) => name),
    ['to-folder'],
  )
})

test('null is the home folder, which is among the places; a root has no parent', async () => {
  const home = await browseFolders(null)
  assert.equal(home.path, homedir())
  assert.deepEqual(home.places[0], { name: 'Home', path: homedir() })
  assert.equal((await browseFolders(parse(folder).root)).parent, null)
})

test('a file, nothing, and a relative path are refused in words', async () => {
  await assert.rejects(browseFolders(join(folder, 'secret.txt')), { code: 'not-found' })
  await assert.rejects(browseFolders(join(folder, 'nothing')), { code: 'not-found' })
  await assert.rejects(browseFolders('photos'), { code: 'invalid-argument', message: /absolute path/ })
})
