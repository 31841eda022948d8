import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import type { LogEntry } from '../../core/api/identify.ts'
import type { Candidates, ProjectSummary } from '../../core/api/photo-id.ts'
import { lastJson, resight, temporaryFolder } from './resight.ts'

describe('resight identify on a drawn population', () => {
  const folder = temporaryFolder()
  const photos = join(folder, 'photos')
  const library = join(folder, 'library')
  let open: string

  async function identify(...args: string[]): Promise<unknown> {
    const ended = await resight('identify', ...args, '--library', library, '--device', 'cpu', '--by', 'ana', '--json')
    assert.equal(ended.code, 0, ended.stderr)
    return lastJson(ended)
  }
  const project = async () => ((await identify('list')) as readonly ProjectSummary[])[0]!

  before(async () => {
    const drawn = await resight('identify', 'demo', photos, '--individuals', '2', '--photos', '2')
    assert.equal(drawn.code, 0, drawn.stderr)
    // Nobody has said yet who animal 2 was on the second day.
    const csv = join(photos, 'encounters.csv')
    const rows = (await readFile(csv, 'utf8')).trimEnd().split('\n')
    open = /animal-002_day-02[^,]*\.jpg/.exec(rows.at(-1)!)![0]
    await writeFile(csv, [...rows.slice(0, -1), rows.at(-1)!.replace(/animal-002$/, '')].join('\n'))
    const added = await identify('add', photos, '--csv', csv, '--species', 'Demo maculata')
    assert.equal((added as { readonly imported: boolean }).imported, true)
  })

  test('a table with an error imports nothing, and says where', async () => {
    const csv = join(folder, 'wrong.csv')
    await writeFile(csv, 'file,date\nnowhere.jpg,2026-05-01\n')
    const refused = await resight('identify', 'add', photos, '--csv', csv, '--library', library)
    assert.equal(refused.code, 3)
    assert.match(refused.stdout, /Nothing was imported:\n {2}line 2, file: .*nowhere\.jpg/)
  })

  test('a damaged project is told about and given up, and the others are listed', async () => {
    const projectId = '00000000-0000-4000-8000-000000000001'
    const damaged = join(library, 'projects', projectId)
    await mkdir(damaged, { recursive: true })
    await writeFile(join(damaged, 'project.sqlite'), 'no database'.repeat(100))
    const listed = await resight('identify', 'list', '--library', library, '--device', 'cpu', '--json')
    assert.equal((lastJson(listed) as unknown as readonly ProjectSummary[]).length, 1)
    assert.match(listed.stderr, /00000000-0000-4000-8000-000000000001.project\.sqlite .*Put back a copy of it/)
    const asked = await resight('identify', 'delete', '--project', projectId, '--library', library, '--device', 'cpu')
    assert.match(asked.stderr, /All decisions about .*project\.sqlite would be deleted.*Copy that file first/s)
    assert.ok(existsSync(damaged))
    await identify('delete', '--project', projectId, '--yes')
    assert.ok(!existsSync(damaged))
    assert.equal(((await identify('list')) as readonly ProjectSummary[]).length, 1)
  })

  test('what is open is compared, decided, taken back, and given back', async () => {
    const [candidates] = (await identify('run')) as readonly Candidates[]
    assert.equal(candidates?.compared, 2)
    assert.deepEqual(await identify('queue'), [candidates])
    const match = (await identify('decide', open, 'match', 'animal-002')) as LogEntry
    assert.ok(match.kind === 'decision' && match.by === 'ana' && match.evidence.against !== null)
    assert.deepEqual([(await project()).open, await identify('queue')], [0, []])
    await identify('undo')
    assert.equal((await project()).open, 1)
    const fresh = (await identify('decide', open, 'new-individual', 'Nika')) as LogEntry
    await identify('rename', 'Nika', 'Zora')
    await identify('merge', 'Zora', 'animal-002')
    assert.equal((await project()).individuals, 2)
    await identify('split', 'Nika', open)
    assert.equal((await project()).individuals, 3)
    const log = (await identify('log', '--count', '3')) as readonly LogEntry[]
    assert.deepEqual(
      log.map(({ kind }) => kind),
      ['split', 'individual', 'merge'],
    )
    await identify('undo', log[0]!.entryId)
    await identify('undo', fresh.entryId)
    await identify('decide', open, 'not-this-one', 'animal-002')
    await identify('decide', open, 'match', 'animal-002')
    const { conflicts } = (await identify('conflicts')) as { readonly conflicts: readonly unknown[] }
    assert.equal(conflicts.length, 1)
    const lines = await resight('identify', 'conflicts', '--library', library)
    assert.match(lines.stdout, /^Conflict: .* = .*, and yet the ends are said to differ/)
  })

  test('who is not named, and what is not said, is refused with the remedy', async () => {
    for (const [args, message] of [
      [['decide', 'nowhere.jpg', 'match', 'animal-001'], /no photo nowhere\.jpg/],
      [['decide', open, 'perhaps'], /match, not-this-one/],
      [['decide', open, 'match', 'nobody'], /no individual nobody/],
      [['review'], /--auto/],
      [['review', '--auto', '--precision', '2'], /--precision/],
      [['delete'], /--yes/],
      [['export', 'exe', join(folder, 'x')], /csv, mark/],
      [['dance'], /the action/],
    ] as const) {
      const refused = await resight('identify', ...args, '--library', library, '--by', 'ana')
      assert.notEqual(refused.code, 0, args.join(' '))
      assert.match(refused.stderr, message, args.join(' '))
    }
  })

  test('a script exports, deletes, and opens the project again', async () => {
    const [inp, zip] = [join(folder, 'a.inp'), join(folder, 'a.zip')]
    await identify('export', 'mark', inp)
    assert.match(await readFile(inp, 'utf8'), /animal-001 \*\/ 11 1;/)
    await identify('export', 'zip', zip)
    const { projectId } = await project()
    const review = (await identify('review', '--auto')) as { readonly matches: readonly unknown[] }
    assert.deepEqual(review.matches, [])
    await identify('delete', '--project', projectId, '--yes')
    assert.deepEqual(await identify('list'), [])
    const opened = (await identify('import', zip)) as { readonly merged: boolean; readonly photos: number }
    assert.deepEqual([opened.merged, opened.photos], [false, 4])
  })
})
