import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { ProjectShelf } from './project-shelf.ts'
import { surveyProjects } from './survey-projects.ts'

const SETTINGS = { precisionTarget: 0.99, shortlist: null, extractors: [], sameViewpointOnly: true }
const DAMAGED = '00000000-0000-4000-8000-000000000001'

test('a damaged project is named with its file and the remedy, and hides no other', (context) => {
  const library = mkdtempSync(join(tmpdir(), 'resight-shelf-'))
  const shelf = new ProjectShelf(library)
  context.after(() => {
    shelf.close()
    rmSync(library, { recursive: true, force: true })
  })
  const project = (species: string) => ({ species, population: '', settings: SETTINGS })
  const ids = (digit: string) => `00000000-0000-4000-8000-00000000000${digit}`
  shelf.create(project('Younger'), { projectId: ids('2'), createdAt: '2026-02-01T00:00:00Z' })
  shelf.create(project('Older'), { projectId: ids('3'), createdAt: '2026-01-01T00:00:00Z' })
  // One file is no database; of another only what is inside cannot be read.
  mkdirSync(dirname(shelf.fileOf(DAMAGED)), { recursive: true })
  writeFileSync(shelf.fileOf(DAMAGED), 'no database at all, and longer than its header'.repeat(20))
  const inside = shelf.create(project('Inside'), { projectId: ids('4'), createdAt: '2026-03-01T00:00:00Z' })
  inside.database.run("UPDATE project SET body = '{}'")
  shelf.close()

  const { projects, damaged } = surveyProjects(shelf)
  assert.deepEqual(
    projects.map(({ species }) => species),
    ['Older', 'Younger'],
  )
  assert.deepEqual(damaged.map(({ file }) => file).sort(), [shelf.fileOf(DAMAGED), shelf.fileOf(ids('4'))])
  for (const { file, message } of damaged) {
    assert.ok(message.includes(file), message)
    assert.match(message, /Put back a copy of it, .* photos are not affected\.$/)
  }
})

test('a damaged project is deleted, with nothing else', (context) => {
  const library = mkdtempSync(join(tmpdir(), 'resight-shelf-'))
  const shelf = new ProjectShelf(library)
  context.after(() => {
    shelf.close()
    rmSync(library, { recursive: true, force: true })
  })
  const { project } = shelf.create({ species: 'Whole', population: '', settings: SETTINGS })
  mkdirSync(shelf.photosFolder(DAMAGED), { recursive: true })
  writeFileSync(join(shelf.photosFolder(DAMAGED), 'a.jpg'), 'a photo that came with it')
  for (const ending of ['', '-wal', '-shm'])
    writeFileSync(`${shelf.fileOf(DAMAGED)}${ending}`, 'no database'.repeat(99))
  assert.deepEqual(
    surveyProjects(shelf).damaged.map(({ projectId }) => projectId),
    [DAMAGED],
  )

  shelf.delete(DAMAGED)
  const { projects, damaged } = surveyProjects(shelf)
  assert.deepEqual(damaged, [])
  assert.deepEqual(
    projects.map(({ projectId }) => projectId),
    [project.projectId],
  )
  assert.deepEqual(readdirSync(shelf.folderOf(DAMAGED)), ['photos'])
  assert.deepEqual(readdirSync(shelf.photosFolder(DAMAGED)), ['a.jpg'])
  assert.throws(() => shelf.delete(DAMAGED), { code: 'not-found' })
})
