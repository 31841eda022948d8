import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ZoomLink, ZoomMember } from '../zoom/zoom-link.ts'
import { type Change, oneToOne, pan, zoomedBy } from '../zoom/zoom.ts'

export interface PairState {
  /** What is done to one picture is done to the other. */
  readonly isLocked: boolean
  /** The match that is pointed out, by its place among those drawn; null: none. */
  readonly focused: number | null
}

/** How two pictures, or one on top of the other, are looked at: shared by what draws them and what steers them. */
export interface PairView extends ZoomLink {
  readonly state: StoreApi<PairState>
  setLocked(isLocked: boolean): void
  focus(match: number | null): void
  /** Points out the next match, or with −1 the one before; beyond the last comes the first. */
  step(by: 1 | -1, count: number): void
  zoomBy(factor: number): void
  /** @param dx @param dy in CSS px */
  panBy(dx: number, dy: number): void
  /** What was shown at first; asked for again, all of the pictures. */
  fit(): void
  /** One pixel of each picture on one pixel of the screen. */
  oneToOne(): void
  /** A part of a picture is out of sight. */
  isLarger(): boolean
}

export function createPairView(): PairView {
  const members = new Set<ZoomMember>()
  let last: ZoomMember | null = null
  const state = createStore<PairState>(() => ({ isLocked: true, focused: null }))
  /** Unlocked, keys and buttons are for the picture that was touched last. */
  const steered = (): readonly ZoomMember[] =>
    state.getState().isLocked || last === null || !members.has(last) ? [...members] : [last]
  const changeAll = (next: Change) => steered().forEach((member) => member.change(next))
  return {
    state,
    join: (member) => {
      members.add(member)
      return () => void members.delete(member)
    },
    change: (from, next) => {
      last = from
      changeAll(next)
    },
    setLocked: (isLocked) => state.setState({ isLocked }),
    focus: (focused) => state.setState({ focused }),
    step: (by, count) => {
      if (count === 0) return
      const { focused } = state.getState()
      const from = focused ?? (by === 1 ? -1 : 0)
      state.setState({ focused: (from + by + count) % count })
    },
    zoomBy: (factor) => changeAll(zoomedBy(factor)),
    panBy: (dx, dy) => changeAll((view, sizes) => pan(view, dx, dy, sizes)),
    fit: () => steered().forEach((member) => member.showFirst()),
    oneToOne: () => changeAll(oneToOne),
    isLarger: () => steered().some((member) => member.isLarger()),
  }
}
