import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { AddReport, FailedFile, LibraryStatus } from '../../core/api.ts'
import { DATA } from '../fixtures/data.ts'
import { lastJson, resight, temporaryFolder } from './resight.ts'

const ODD_FILES = join(DATA, 'odd-files')

test(
  'every odd, broken and hostile file gets through `resight add`: read, or refused with a reason',
  { skip: existsSync(ODD_FILES) ? false : `${ODD_FILES} is not there` },
  async (t) => {
    const library = join(temporaryFolder(), 'library')
    const added = await resight('add', ODD_FILES, '--library', library, '--json')
    assert.equal(added.code, 0, added.stderr)
    const report = lastJson(added) as unknown as AddReport
    const status = lastJson(await resight('status', '--library', library, '--json')) as unknown as LibraryStatus
    const failed = lastJson(await resight('failed', '--library', library, '--json'))['failed'] as FailedFile[]
    const byCode = Object.groupBy(failed, ({ code }) => code)
    const refusals = Object.entries(byCode).map(([code, files]) => `${code} ${files?.length ?? 0}`)
    t.diagnostic(`${status.photos} photos; refused: ${refusals.join(', ')}; ${report.seconds.toFixed(0)} s`)
    assert.equal(failed.length, report.failed)
    for (const { path, reason, code } of failed) {
      assert.match(reason, /^[A-Z].*\.$/s, `${path} is refused with a full sentence`)
      assert.doesNotMatch(reason, /vips|undefined|\bat \//i, `${path}: words for a person`)
      assert.notEqual(code, 'internal', `${path}: ${reason}`)
    }
    assert.deepEqual({ read: report.indexed + report.moved, refused: report.failed }, { read: 494, refused: 819 })
  },
)
