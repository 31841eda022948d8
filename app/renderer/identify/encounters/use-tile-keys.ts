import { type FocusEvent, type KeyboardEvent, useState } from 'react'

interface TileKeys {
  /** The tile that Tab comes to. */
  readonly current: number
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void
}

/** Arrows, Home and End among the tiles (`data-tile`) of a list; Space selects, Enter is the link's own. */
export function useTileKeys(count: number, onToggle: (index: number) => void): TileKeys {
  const [active, setActive] = useState(0)
  return {
    current: Math.min(active, count - 1),
    onFocus: ({ currentTarget, target }) => {
      const index = tilesOf(currentTarget).indexOf(target)
      if (index !== -1) setActive(index)
    },
    onKeyDown: (event) => {
      const tiles = tilesOf(event.currentTarget)
      const index = tiles.indexOf(event.target as HTMLElement)
      if (index === -1 || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === ' ') onToggle(index)
      else {
        const next = nextTile(tiles, index, event.key)
        if (next === undefined) return
        next.focus()
      }
      event.preventDefault()
    },
  }
}

function tilesOf(list: HTMLElement): readonly HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('[data-tile]')]
}

function nextTile(tiles: readonly HTMLElement[], index: number, key: string): HTMLElement | undefined {
  switch (key) {
    case 'ArrowLeft':
      return tiles[index - 1]
    case 'ArrowRight':
      return tiles[index + 1]
    case 'Home':
      return tiles[0]
    case 'End':
      return tiles.at(-1)
    case 'ArrowUp':
      return inRow(tiles.slice(0, index).toReversed(), tiles[index])
    case 'ArrowDown':
      return inRow(tiles.slice(index + 1), tiles[index])
    default:
      return undefined
  }
}

/** Of the tiles of the next other row, the one most nearly above or below. */
function inRow(candidates: readonly HTMLElement[], from: HTMLElement | undefined): HTMLElement | undefined {
  const box = from?.getBoundingClientRect()
  if (box === undefined) return undefined
  const boxes = candidates.map((tile) => ({ tile, at: tile.getBoundingClientRect() }))
  const row = boxes.find(({ at }) => Math.abs(at.top - box.top) > box.height / 2)?.at.top
  const middle = (at: DOMRect) => at.left + at.width / 2
  return boxes
    .filter(({ at }) => at.top === row)
    .toSorted((a, b) => Math.abs(middle(a.at) - middle(box)) - Math.abs(middle(b.at) - middle(box)))[0]?.tile
}
