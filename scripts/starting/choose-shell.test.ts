import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseShell, hasDisplay } from './choose-shell.ts'

test('a window where there is a display and Electron', () => {
  assert.deepEqual(chooseShell({ platform: 'darwin', env: {}, electron: '/electron' }), {
    kind: 'window',
    electron: '/electron',
  })
  assert.equal(chooseShell({ platform: 'linux', env: { WAYLAND_DISPLAY: 'w' }, electron: '/electron' }).kind, 'window')
})

test('a tab where one is missing, and a word why', () => {
  const noDisplay = chooseShell({ platform: 'linux', env: {}, electron: '/electron' })
  assert.ok(noDisplay.kind === 'tab' && !noDisplay.opens && noDisplay.why.includes('display'))
  const noElectron = chooseShell({ platform: 'linux', env: { DISPLAY: ':0' }, electron: null })
  assert.ok(noElectron.kind === 'tab' && noElectron.opens && noElectron.why.includes('Electron'))
})

test('no window for a robot or over SSH', () => {
  assert.equal(hasDisplay({ platform: 'linux', env: { DISPLAY: ':0', CI: 'true' } }), false)
  assert.equal(hasDisplay({ platform: 'darwin', env: { SSH_CONNECTION: '1' } }), false)
  assert.equal(hasDisplay({ platform: 'linux', env: { DISPLAY: ':10', SSH_CONNECTION: '1' } }), true)
})
