import { type PlacedMatch, matchPaths } from './drawn-matches.ts'
import styles from './matches.module.css'

interface Props {
  readonly placed: readonly PlacedMatch[]
  /** The match that is pointed out; null: none. */
  readonly picked: PlacedMatch | null
}

/**
 * Matches over two pictures. Those that agree are unbroken lines between dots, the others broken lines between
 * crosses, so that the two are told apart without colour; each is drawn on a dark edge, to be seen on any picture.
 */
export function MatchOverlay({ placed, picked }: Props) {
  const inliers = matchPaths(placed, true)
  const outliers = matchPaths(placed, false)
  const isSeen = picked !== null && (picked.left !== null || picked.right !== null)
  return (
    <svg className={styles.overlay} data-picked={isSeen || undefined} aria-hidden>
      <g className={styles.outliers}>
        <path className={styles.lines} d={outliers.lines} />
        <path className={styles.under} d={outliers.ends + outliers.otherEnds} />
        <path className={styles.ends} d={outliers.ends + outliers.otherEnds} />
      </g>
      <g className={styles.inliers}>
        <path className={styles.under} data-small d={inliers.otherEnds} />
        <path className={styles.ends} data-small d={inliers.otherEnds} />
        <path className={styles.under} d={inliers.lines} />
        <path className={styles.lines} d={inliers.lines} />
        <path className={styles.under} data-dots d={inliers.ends} />
        <path className={styles.ends} d={inliers.ends} />
      </g>
      {picked !== null && <Picked placed={picked} />}
    </svg>
  )
}

const RING_PX = 9

function Picked({ placed: { left, right, match } }: { readonly placed: PlacedMatch }) {
  const ends = [left, right].filter((end) => end !== null)
  return (
    <g className={match.inlier ? styles.inliers : styles.outliers} data-match-picked>
      {left !== null && right !== null && (
        <>
          <line className={styles.pickedUnder} x1={left[0]} y1={left[1]} x2={right[0]} y2={right[1]} />
          <line className={styles.picked} x1={left[0]} y1={left[1]} x2={right[0]} y2={right[1]} />
        </>
      )}
      {ends.map(([x, y], i) => (
        <g key={i}>
          <circle className={styles.pickedUnder} cx={x} cy={y} r={RING_PX} />
          <circle className={styles.picked} cx={x} cy={y} r={RING_PX} />
        </g>
      ))}
    </g>
  )
}
