import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { deepLinkOf, hashOfDeepLink } from './deep-link.ts'

test('a link names a screen, or a search and its words', () => {
  assert.equal(hashOfDeepLink('resight://search?q=a%20dog%20-snow'), '/search?q=a+dog+-snow')
  assert.equal(hashOfDeepLink('resight://search/?q=a+dog&x=1'), '/search?q=a+dog')
  assert.equal(hashOfDeepLink('resight:map'), '/map')
  assert.equal(hashOfDeepLink('resight://settings'), '/settings')
})

test('anything else is no link', () => {
  for (const link of [
    '',
    'resight://',
    'resight://photo/1',
    'https://search?q=a',
    'resight://evil/../search',
    'search',
  ])
    assert.equal(hashOfDeepLink(link), null, link)
  assert.equal(hashOfDeepLink(`resight://search?q=${'a'.repeat(5000)}`), null)
  assert.equal(deepLinkOf(['/usr/bin/resight', '--flag', 'resight://models']), '/models')
  assert.equal(deepLinkOf(['/usr/bin/resight', '.']), null)
})

test('words pass whole and never become another part of the address', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (words) => {
      const hash = hashOfDeepLink(`resight://search?q=${encodeURIComponent(words.toWellFormed())}`)
      assert.equal(new URL(`x:${hash}`).searchParams.get('q'), words.toWellFormed())
      assert.match(hash ?? '', /^\/search\?q=[^#&]*$/)
    }),
  )
})
