import assert from 'node:assert/strict'
import test from 'node:test'
import type { PhotoId } from '../../../core/api.ts'
import { beginDrag, draggedPhotos, leavesSomeOut, photosToDrag } from './photo-drag.ts'

/** A drag, with as much of a `DataTransfer` as is used. */
function dragStart() {
  const data = new Map<string, string>()
  const dataTransfer = {
    setData: (type: string, text: string) => void data.set(type, text),
    getData: (type: string) => data.get(type) ?? '',
    effectAllowed: 'none',
  } as unknown as DataTransfer
  let isPrevented = false
  return { dataTransfer, preventDefault: () => (isPrevented = true), isPrevented: () => isPrevented }
}

test('a photo of the selection takes the selection along, another goes alone', () => {
  assert.deepEqual(photosToDrag(5, [3, 5, 9]), [5, 3, 9])
  assert.deepEqual(photosToDrag(4, [3, 5, 9]), [4])
  assert.deepEqual(photosToDrag(4, new Set()), [4])
  assert.equal(
    photosToDrag(
      1,
      Array.from({ length: 900 }, (_, i) => i),
    ).length,
    500,
  )
})

test('what a drag leaves out is told from what it takes', () => {
  const selection = (count: number) => Array.from({ length: count }, (_, i) => i + 1)
  for (const [photoId, count, isSome] of [
    [1, 500, false],
    [1, 501, true],
    [900, 501, false],
  ] as const) {
    assert.equal(leavesSomeOut(photoId, selection(count)), isSome)
    assert.equal(isSome || photosToDrag(photoId, selection(count)).length === (photoId > count ? 1 : count), true)
  }
})

test('on the desktop the system drags the files; in a tab the page drags the photos', () => {
  const started: (readonly PhotoId[])[] = []
  const onDesktop = dragStart()
  beginDrag(onDesktop, { startDrag: (ids) => void started.push(ids) }, [5, 3])
  assert.deepEqual(started, [[5, 3]])
  assert.equal(onDesktop.isPrevented(), true)

  const inTab = dragStart()
  beginDrag(inTab, null, [5, 3])
  assert.deepEqual(draggedPhotos(inTab.dataTransfer), [5, 3])
  assert.equal(inTab.isPrevented(), false)
})
