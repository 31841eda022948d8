import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Query } from '../../api.ts'
import type { Catalogue } from './catalogue.ts'
import { withCatalogue } from './fixture.ts'
import { clearHistory, forgetSearch, listSearches, rememberSearch } from './searches.ts'

function words(text: string): Query {
  return { parts: [{ kind: 'words', words: text }] }
}

function shown(catalogue: Catalogue): readonly (readonly [string, string | null])[] {
  return listSearches(catalogue).map(({ query, name }) => {
    const [part] = query.parts
    return [part?.kind === 'words' ? part.words : '', name]
  })
}

const AT = '2024-05-06T07:08:09.000Z'

test('the history is newest first, and a repeat moves to the front, however its fields are ordered', () => {
  withCatalogue((catalogue) => {
    const first = rememberSearch(catalogue, { ...words('a'), k: 5, filter: { from: '2024', to: '2025' } }, null, AT)
    rememberSearch(catalogue, words('b'), null, AT)
    const again = { filter: { to: '2025', from: '2024' }, k: 5, ...words('a') }
    const later = '2025-01-01T00:00:00.000Z'
    assert.deepEqual(rememberSearch(catalogue, again, null, later), { ...first, at: later })
    assert.deepEqual(first.query, { ...words('a'), k: 5, filter: { from: '2024', to: '2025' } })
    assert.deepEqual(shown(catalogue), [
      ['a', null],
      ['b', null],
    ])
  })
})

test('the history keeps 200; searches with a name stay beyond it and beyond clearing it', () => {
  withCatalogue((catalogue) => {
    rememberSearch(catalogue, words('kept'), 'Favourite', AT)
    for (let i = 0; i < 205; i++) rememberSearch(catalogue, words(`${i}`), null, AT)
    const list = shown(catalogue)
    assert.equal(list.length, 201)
    assert.deepEqual(list[0], ['204', null])
    assert.deepEqual(list[199], ['5', null])
    assert.deepEqual(list[200], ['kept', 'Favourite'])
    clearHistory(catalogue)
    assert.deepEqual(shown(catalogue), [['kept', 'Favourite']])
  })
})

test('a name is for one search; saving the same again only renews it', () => {
  withCatalogue((catalogue) => {
    const saved = rememberSearch(catalogue, words('dog'), ' Dogs ', AT)
    assert.equal(saved.name, 'Dogs')
    assert.throws(() => rememberSearch(catalogue, words('cat'), 'DOGS', AT), {
      code: 'invalid-argument',
      message: /saved as Dogs already/,
    })
    assert.throws(() => rememberSearch(catalogue, words('cat'), ' ', AT), /1 to 200 characters/)
    assert.equal(rememberSearch(catalogue, words('dog'), 'dogs', AT).searchId, saved.searchId)
    rememberSearch(catalogue, words('dog'), null, AT)
    assert.deepEqual(shown(catalogue), [
      ['dog', null],
      ['dog', 'dogs'],
    ])
    forgetSearch(catalogue, saved.searchId)
    assert.deepEqual(shown(catalogue), [['dog', null]])
    assert.throws(() => forgetSearch(catalogue, saved.searchId), { code: 'not-found' })
  })
})

test('a query of absurd length is refused, and what is no query is called damage', () => {
  withCatalogue((catalogue) => {
    assert.throws(() => rememberSearch(catalogue, words('x'.repeat(1 << 20)), null, AT), /at most 1048576 characters/)
    rememberSearch(catalogue, words('a'), null, AT)
    for (const json of ['no JSON', '7', '{"parts": 1}', 'null']) {
      catalogue.database.run('UPDATE searches SET query = ?', json)
      assert.throws(() => listSearches(catalogue), { code: 'corrupt' }, json)
    }
  })
})
