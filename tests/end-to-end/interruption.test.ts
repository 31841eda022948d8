import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import type { AddReport, LibraryStatus } from '../../core/api.ts'
import { writePhotos } from '../fixtures/photos.ts'
import { finish, lastJson, resight, start, temporaryFolder } from './resight.ts'

const PHOTOS = 120

/** Resolves once `resight status` would show that some photos, and not all, are in the library. */
async function someIndexed(library: string): Promise<void> {
  for (;;) {
    const status = await resight('status', '--library', library, '--json')
    if (status.code === 0) {
      const { photos } = lastJson(status) as unknown as LibraryStatus
      if (photos > 0) {
        assert.ok(photos < PHOTOS, 'indexing was over before it could be stopped: give it more photos')
        return
      }
    }
  }
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 130],
  ['SIGKILL', null],
] as const) {
  test(`${signal} while indexing: what was done is kept, and the next run goes on from there`, async () => {
    const folder = temporaryFolder()
    const library = join(folder, 'library')
    const photos = join(folder, 'photos')
    await writePhotos(photos, PHOTOS)
    const child: ChildProcess = start(['add', photos, '--library', library, '--json'])
    const finished = finish(child)
    await someIndexed(library)
    child.kill(signal)
    const stopped = await finished
    assert.equal(stopped.code, code, stopped.stderr)
    if (code !== null) assert.equal(lastJson(stopped)['cancelled'], true)

    const status = lastJson(await resight('status', '--library', library, '--json')) as unknown as LibraryStatus
    assert.ok(status.photos > 0 && status.photos < PHOTOS)
    const resumed = lastJson(await resight('add', photos, '--library', library, '--json')) as unknown as AddReport
    assert.deepEqual(
      { indexed: resumed.indexed, unchanged: resumed.unchanged, failed: resumed.failed },
      { indexed: PHOTOS - status.photos, unchanged: status.photos, failed: 0 },
    )
  })
}
