import { type RefObject, useEffect, useRef } from 'react'
import type { Point } from './outline-points.ts'

interface Handlers {
  /** @param size of the photo on the screen, px @returns whether what is drawn takes the pointer; else the photo is panned */
  readonly onDown: (point: Point, size: Point) => boolean
  readonly onDrag: (point: Point) => void
  readonly onUp: () => void
  /** Without a drag. */
  readonly onClick: (point: Point, kind: 'animal' | 'background') => void
}

const CLICK_PX = 5

/**
 * Pointer on the layer over a photo. Listens natively: the stage below pans by native listeners too, and must not while
 * something is drawn.
 */
export function useLayerPointer(layerRef: RefObject<HTMLElement | null>, handlers: Handlers): void {
  const latest = useRef(handlers)
  useEffect(() => {
    latest.current = handlers
  })
  useEffect(() => {
    const layer = layerRef.current
    if (layer === null) return
    const ended = new AbortController()
    const { signal } = ended
    let from: { readonly x: number; readonly y: number; readonly isDrawing: boolean } | null = null
    const at = (event: MouseEvent): Point => {
      const box = layer.getBoundingClientRect()
      return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]
    }
    layer.addEventListener(
      'pointerdown',
      (event) => {
        if (event.button !== 0) return
        const { width, height } = layer.getBoundingClientRect()
        const isDrawing = latest.current.onDown(at(event), [width, height])
        from = { x: event.clientX, y: event.clientY, isDrawing }
        if (!isDrawing) return
        event.stopPropagation()
        layer.setPointerCapture(event.pointerId)
      },
      { signal },
    )
    layer.addEventListener('pointermove', (event) => from?.isDrawing === true && latest.current.onDrag(at(event)), {
      signal,
    })
    // The stage captures the pointer while it pans, so that its end is heard there.
    addEventListener(
      'pointerup',
      (event) => {
        if (from === null) return
        const { x, y, isDrawing } = from
        from = null
        if (isDrawing) latest.current.onUp()
        else if (Math.hypot(event.clientX - x, event.clientY - y) <= CLICK_PX)
          latest.current.onClick(at(event), event.altKey ? 'background' : 'animal')
      },
      { signal },
    )
    layer.addEventListener('pointercancel', () => (from = null), { signal })
    layer.addEventListener(
      'contextmenu',
      (event) => {
        event.preventDefault()
        latest.current.onClick(at(event), 'background')
      },
      { signal },
    )
    // Two corrections in quick succession are no wish to zoom.
    layer.addEventListener('dblclick', (event) => event.stopPropagation(), { signal })
    return () => ended.abort()
  }, [layerRef])
}
