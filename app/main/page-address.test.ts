import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOwnPage, START_PAGE } from './page-address.ts'

test('only the app’s own pages are its own', () => {
  assert.equal(isOwnPage(START_PAGE), true)
  assert.equal(isOwnPage(`${START_PAGE}#/search?q=a`), true)
  for (const address of [
    '',
    'about:blank',
    'https://library/index.html',
    'resight-app://other/index.html',
    'resight-app://library.evil/index.html',
    'resight-app://user@evil/library',
    'file:///index.html',
    'data:text/html,hello',
  ])
    assert.equal(isOwnPage(address), false, address)
})
