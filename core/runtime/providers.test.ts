import assert from 'node:assert/strict'
import { test } from 'node:test'
import { preferredProviders, whyNot } from './providers.ts'

test('each system has its order, the CPU being no one’s preference', () => {
  assert.deepEqual(preferredProviders('win32'), ['dml', 'webgpu'])
  assert.deepEqual(preferredProviders('darwin'), ['coreml', 'webgpu'])
  assert.deepEqual(preferredProviders('linux'), ['cuda', 'webgpu'])
  assert.deepEqual(preferredProviders('freebsd'), [])
})

test('the CPU always works', () => {
  assert.equal(whyNot('cpu', [], 'linux'), null)
})

test('a provider that this system’s runtime lacks is ruled out at once', () => {
  const foreign = process.platform === 'win32' ? 'coreml' : 'dml'
  assert.match(whyNot(foreign, ['dri/renderD128']) ?? '', /does not contain it/)
})

test('on Linux nothing is loaded where the kernel shows no graphics device', { skip: notLinux() }, () => {
  assert.match(whyNot('webgpu', [], 'linux') ?? '', /no graphics device/)
  assert.equal(whyNot('webgpu', ['dri/renderD128'], 'linux'), null)
})

function notLinux(): string | false {
  return process.platform === 'linux' && process.arch === 'x64' ? false : 'its runtime has other providers'
}
