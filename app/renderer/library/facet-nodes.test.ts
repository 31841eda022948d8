import assert from 'node:assert/strict'
import test from 'node:test'
import { dateNodes, folderNodes } from './facet-nodes.ts'

test('folders hang below the nearest folder that is known', () => {
  const nodes = folderNodes([
    { path: '/photos', photos: 5 },
    { path: '/photos/2023', photos: 2 },
    { path: '/photos/2024/may/trip', photos: 1 },
    { path: '/photos-old', photos: 1 },
  ])
  assert.deepEqual(
    nodes.map(({ id }) => id),
    ['/photos', '/photos-old'],
  )
  assert.deepEqual(
    nodes[0]?.children.map(({ label, photos }) => [label, photos]),
    [
      ['2023', 2],
      ['trip', 1],
    ],
  )
})

test('a folder that holds nothing but one folder gives way to it', () => {
  const [node, ...others] = folderNodes([
    { path: 'C:\\Users', photos: 3 },
    { path: 'C:\\Users\\ada', photos: 3 },
    { path: 'C:\\Users\\ada\\Pictures', photos: 2 },
  ])
  assert.equal(node?.id, 'C:\\Users\\ada')
  assert.equal(node.children[0]?.label, 'Pictures')
  assert.equal(others.length, 0)
})

test('a year counts its months, newest first', () => {
  const nodes = dateNodes(
    [
      { month: '2024-05', photos: 2 },
      { month: '2024-01', photos: 3 },
      { month: '2023-12', photos: 1 },
    ],
    'en',
  )
  assert.deepEqual(
    nodes.map(({ id, photos }) => [id, photos]),
    [
      ['2024', 5],
      ['2023', 1],
    ],
  )
  assert.equal(nodes[0]?.children[0]?.label, 'May')
})
