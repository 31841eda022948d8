import assert from 'node:assert/strict'
import { hostname } from 'node:os'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isLoopback, isOurHost, isOurOrigin } from './same-site.ts'

const LOCAL = { host: '127.0.0.1', port: 4100 }
const EVERYWHERE = { host: '0.0.0.0', port: 4100 }

describe('isOurHost', () => {
  test('on loopback: its own names and port, nothing else', () => {
    for (const host of ['127.0.0.1:4100', 'localhost:4100', 'LOCALHOST:4100', '[::1]:4100'])
      assert.ok(isOurHost(host, LOCAL), host)
    for (const host of [
      undefined,
      '',
      'evil.example:4100',
      'localhost',
      '127.0.0.1',
      '127.0.0.1:4101',
      '127.0.0.1:4100.evil.example',
      'localhost.evil.example:4100',
      'evil@localhost:4100',
      'localhost:4100/',
      'localhost:4100,evil.example',
      '192.168.1.5:4100',
      `${hostname()}.evil.example:4100`,
      '[::1]',
      'localhost:04100x',
    ]) {
      assert.equal(isOurHost(host, LOCAL), false, host)
    }
  })

  test('for others: addresses and this machine’s own names, which nobody can rebind', () => {
    for (const host of ['192.168.1.5:4100', '[fe80::1]:4100', `${hostname()}:4100`, `${hostname()}.local:4100`])
      assert.ok(isOurHost(host, EVERYWHERE), host)
    for (const host of ['evil.example:4100', '192.168.1.5:80', '192.168.1.5'])
      assert.equal(isOurHost(host, EVERYWHERE), false, host)
    assert.ok(isOurHost('photos.home:4100', { host: 'photos.home', port: 4100 }))
    assert.ok(isOurHost('photos.home', { host: 'photos.home', port: 80 }), 'the port that goes without saying')
  })

  test('a name that somebody may own never passes, whatever is around it', () => {
    fc.assert(
      fc.property(fc.domain(), fc.integer({ min: 0, max: 65_535 }), (name, port) => {
        assert.equal(isOurHost(`${name}:${port}`, { ...LOCAL, port }), false)
        assert.equal(isOurHost(`${name}:${port}`, { ...EVERYWHERE, port }), false)
      }),
    )
  })
})

describe('isOurOrigin', () => {
  const host = '127.0.0.1:4100'

  test('our own pages, and programs, which say nothing', () => {
    assert.ok(isOurOrigin({ host }, false))
    assert.ok(isOurOrigin({ host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }, false))
    assert.ok(isOurOrigin({ host, 'sec-fetch-site': 'none' }, false))
  })

  test('not another site, another port, another scheme, nor one that hides itself', () => {
    for (const origin of ['http://evil.example', 'http://127.0.0.1:4101', 'https://127.0.0.1:4100', 'null', ''])
      assert.equal(isOurOrigin({ host, origin }, true), false, origin)
    for (const site of ['cross-site', 'same-site', 'anything'])
      assert.equal(isOurOrigin({ host, 'sec-fetch-site': site }, false), false, site)
  })

  test('a link from elsewhere may show the page, and only as a page', () => {
    const link = { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    assert.ok(isOurOrigin(link, true))
    assert.equal(isOurOrigin(link, false), false)
    assert.equal(isOurOrigin({ ...link, 'sec-fetch-dest': 'iframe' }, true), false)
  })
})

test('loopback is 127.0.0.0/8, ::1 and localhost', () => {
  for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) assert.ok(isLoopback(host), host)
  for (const host of ['0.0.0.0', '::', '192.168.0.1', 'localhost.example', '127.0.0.1.example', ''])
    assert.equal(isLoopback(host), false, host)
})
