import { useElementSize } from '@mantine/hooks'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react'
import type { PhotoId } from '../../../core/api.ts'
import { usePhotoDrag } from '../query/use-photo-drag.ts'
import { gridInput, indexOf } from './grid-input.ts'
import { PhotoGridRow } from './grid-row.tsx'
import { type GridSection, justify, rowOf } from './justify.ts'
import { useGridFocus } from './use-grid-focus.ts'
import { usePassing } from './use-passing.ts'
import styles from './grid.module.css'

export interface PhotoGridHandle {
  readonly scrollToPhoto: (index: number) => void
}

interface Props {
  readonly photoIds: readonly PhotoId[]
  /** Width over height, one a photo. */
  readonly aspectRatios: readonly number[]
  /** Runs with headings, covering the photos in order; absent: one run without a heading. */
  readonly sections?: readonly GridSection[]
  /** px; the height of a full row is near it */
  readonly rowHeight?: number
  readonly selection?: ReadonlySet<PhotoId>
  readonly onSelect?: (selection: ReadonlySet<PhotoId>) => void
  readonly onOpen: (photoId: PhotoId, index: number) => void
  /** What lies over a photo: badges, buttons. Keep its identity between renders. */
  readonly overlay?: (photoId: PhotoId, index: number) => ReactNode
  /** What a screen reader calls a photo. Keep its identity between renders. */
  readonly nameOf?: (photoId: PhotoId, index: number) => string
  /** Name of the whole grid. */
  readonly label: string
  /** The first and the last photo in view. */
  readonly onVisible?: (first: number, last: number) => void
  /** Keys that the grid does not use, at the photo that has the focus. */
  readonly onKey?: (event: KeyboardEvent, photoId: PhotoId, index: number) => void
  readonly handle?: Ref<PhotoGridHandle>
}

const GAP = 4
const HEADING = 48
const END = 16
const NARROW = 700

/** Photos in rows that fill the width, of any number: only what is in view exists. */
export function PhotoGrid(props: Props) {
  const { photoIds, aspectRatios, sections, rowHeight = 200, selection, onVisible, label } = props
  const drag = usePhotoDrag()
  const scroller = useRef<HTMLDivElement>(null)
  const { ref: sheet, width: exactWidth } = useElementSize<HTMLDivElement>()
  const isPassing = usePassing(scroller)
  const { active, hasFocus, ...focus } = useGridFocus(scroller, photoIds)
  const anchor = useRef(0)
  const width = Math.floor(exactWidth)

  const rows = useMemo(() => {
    const runs = sections ?? [{ label: '', start: 0, count: photoIds.length }]
    return justify(aspectRatios, runs, { width, rowHeight: width < NARROW ? rowHeight * 0.75 : rowHeight, gap: GAP })
  }, [aspectRatios, photoIds.length, sections, width, rowHeight])
  const activeRow = rowOf(rows, active)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const row = rows[index]
      return row === undefined || row.kind === 'heading' ? HEADING : row.height + GAP
    },
    overscan: 3,
    paddingEnd: END,
    // The photo that has the focus stays, however far away: without it the keyboard would be nowhere.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range)
      if (!hasFocus || activeRow === null || shown.includes(activeRow)) return shown
      return [...shown, activeRow].toSorted((a, b) => a - b)
    },
  })
  useLayoutEffect(() => virtualizer.measure(), [rows, virtualizer])

  const firstRow = rows[virtualizer.range?.startIndex ?? 0]
  const lastRow = rows[virtualizer.range?.endIndex ?? 0]
  const first = firstRow?.start ?? 0
  const last = lastRow === undefined ? 0 : lastRow.kind === 'heading' ? lastRow.start : lastRow.end - 1
  useEffect(() => onVisible?.(first, last), [onVisible, first, last])
  const tabStop = hasFocus ? active : first

  const show = (index: number, align: 'auto' | 'start') => {
    const row = rowOf(rows, index)
    if (row === null) return
    const above = row > 0 && rows[row - 1]?.kind === 'heading' ? row - 1 : row
    virtualizer.scrollToIndex(align === 'start' ? above : row, { align })
  }
  useImperativeHandle(props.handle, () => ({ scrollToPhoto: (index) => show(index, 'start') }))

  const { onKeyDown, onClick } = gridInput({
    ...{ photoIds, aspectRatios, rows, selection, anchor, gap: GAP },
    onSelect: props.onSelect,
    onOpen: props.onOpen,
    onKey: props.onKey,
    pageRows: () => Math.floor((scroller.current?.clientHeight ?? 0) / (rowHeight + GAP)),
    goTo: (index) => {
      focus.goTo(index)
      show(index, 'auto')
    },
  })
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      data-selecting={(selection?.size ?? 0) > 0 || undefined}
      data-scroller
    >
      <div
        ref={sheet}
        role="grid"
        className={styles.sheet}
        style={{ height: virtualizer.getTotalSize() }}
        aria-label={label}
        aria-rowcount={rows.length}
        aria-multiselectable={selection === undefined ? undefined : true}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onDragStart={(event) => {
          const photoId = photoIds[indexOf(event.target) ?? -1]
          if (photoId !== undefined) drag(event, photoId, selection ?? [])
        }}
        onFocus={focus.onFocus}
        onBlur={focus.onBlur}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          if (row === undefined) return null
          const isTabRow = row.kind === 'photos' && row.start <= tabStop && tabStop < row.end
          return (
            <PhotoGridRow
              key={index}
              {...{ row, photoIds, aspectRatios, selection, isPassing }}
              rowIndex={index}
              top={start}
              gap={GAP}
              headingHeight={HEADING}
              tabStop={isTabRow ? tabStop : null}
              nameOf={props.nameOf}
              overlay={props.overlay}
            />
          )
        })}
      </div>
    </div>
  )
}
