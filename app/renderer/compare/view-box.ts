/** How the photos are looked at: all alike. */
export interface View {
  /** 1: the whole photo */
  readonly scale: number
  /** Of the middle from that of the photo, in widths and heights of the pane, before scaling. */
  readonly x: number
  readonly y: number
}

export const WHOLE: View = { scale: 1, x: 0, y: 0 }
const MOST_SCALE = 16

export function zoomed(view: View, factor: number): View {
  return kept({ ...view, scale: view.scale * factor })
}

/** @param dx in widths of the pane as seen @param dy in its heights */
export function panned({ scale, x, y }: View, dx: number, dy: number): View {
  return kept({ scale, x: x + dx / scale, y: y + dy / scale })
}

/** Whatever is done, photo stays in the pane. */
function kept({ scale, x, y }: View): View {
  const bounded = Math.min(MOST_SCALE, Math.max(1, scale))
  const most = (1 - 1 / bounded) / 2
  const within = (value: number) => Math.min(most, Math.max(-most, value)) + 0
  return { scale: bounded, x: within(x), y: within(y) }
}
