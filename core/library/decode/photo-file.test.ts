import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { PhotoError } from '../decoded.ts'
import { hashBytes, hashPhotoFile, readPhotoFile } from './photo-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'resight-file-'))
after(() => rmSync(folder, { recursive: true }))

function file(name: string, bytes: Buffer | string): string {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}

function failsWith(code: string, words: RegExp): (error: unknown) => boolean {
  return (error) =>
    error instanceof PhotoError && error.code === code && words.test(error.reason) && error.message.startsWith(folder)
}

test('bytes are read and hashed, whatever the length', async () => {
  for (const length of [1, 4095, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_000_000]) {
    const bytes = Buffer.alloc(length, `${length} `)
    const path = file('some.jpg', bytes)
    const expected = createHash('sha256').update(bytes).digest('hex')
    assert.deepEqual(await readPhotoFile(path, 1e7), bytes)
    assert.equal(await hashPhotoFile(path), expected)
    assert.equal(hashBytes(bytes), expected)
  }
})

test('an empty file is said to be empty, and still has a hash', async () => {
  const path = file('empty.jpg', '')
  await assert.rejects(readPhotoFile(path, 100), failsWith('unreadable', /empty/))
  assert.equal(await hashPhotoFile(path), createHash('sha256').digest('hex'))
})

test('a file over the limit is not read', async () => {
  const path = file('large.jpg', 'x'.repeat(101))
  await assert.rejects(readPhotoFile(path, 100), failsWith('too-large', /Export/))
  assert.equal((await readPhotoFile(path, 101)).length, 101)
})

test('what is not there, or not a file, is told apart', async () => {
  await assert.rejects(readPhotoFile(join(folder, 'gone.jpg'), 100), failsWith('not-found', /not there/))
  await assert.rejects(readPhotoFile(folder, 100), failsWith('unsupported', /folder or a device/))
  execFileSync('mkfifo', [join(folder, 'pipe.jpg')])
  await assert.rejects(readPhotoFile(join(folder, 'pipe.jpg'), 100), failsWith('unsupported', /folder or a device/))
  symlinkSync('/dev/zero', join(folder, 'zero.jpg'))
  await assert.rejects(hashPhotoFile(join(folder, 'zero.jpg')), failsWith('unsupported', /folder or a device/))
})

test('a file that may not be read says so', async () => {
  const path = file('secret.jpg', 'x')
  chmodSync(path, 0o000)
  const isRoot = process.geteuid?.() === 0
  if (isRoot) {
    chmodSync(folder, 0o755)
    process.seteuid?.(65534)
  }
  try {
    await assert.rejects(readPhotoFile(path, 100), failsWith('unreadable', /permission/i))
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
})
