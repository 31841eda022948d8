import type { ReactNode } from 'react'
import { useElementSize } from '@mantine/hooks'
import styles from './charts.module.css'

/** Of the drawing, CSS px. */
export interface PlotArea {
  /** x of a share of the width, 0 left … 1 right. */
  readonly x: (share: number) => number
  /** y of a share of the height, 0 below … 1 above. */
  readonly y: (share: number) => number
  readonly width: number
  readonly height: number
}

interface Tick {
  /** 0 … 1 */
  readonly at: number
  readonly label: string
}

interface Props {
  readonly xTicks: readonly Tick[]
  readonly yTicks: readonly Tick[]
  readonly xName: string
  readonly yName: string
  /** Width over height of what lies between the axes; absent: as wide as there is room. */
  readonly aspect?: number
  readonly children: (area: PlotArea) => ReactNode
}

const LEFT = 68
const BELOW = 44
const ABOVE = 12
const RIGHT = 20
const HEIGHT = 240

/** Axes with their names, and what is drawn between them. As wide as its place; text keeps its size. */
export function Plot({ xTicks, yTicks, xName, yName, aspect, children }: Props) {
  const { ref, width: measured } = useElementSize<HTMLDivElement>()
  const room = Math.max(200, measured) - LEFT - RIGHT
  const width = aspect === undefined ? room : Math.min(room, HEIGHT * aspect)
  const height = aspect === undefined ? HEIGHT : width / aspect
  const area: PlotArea = {
    x: (share) => LEFT + share * width,
    y: (share) => ABOVE + (1 - share) * height,
    width,
    height,
  }
  return (
    <div ref={ref} className={styles.plot}>
      {measured > 0 && (
        <svg width={LEFT + width + RIGHT} height={ABOVE + height + BELOW} aria-hidden>
          {yTicks.map(({ at, label }) => (
            <g key={label}>
              <line className={styles.gridLine} x1={area.x(0)} x2={area.x(1)} y1={area.y(at)} y2={area.y(at)} />
              <text className={styles.tick} x={LEFT - 8} y={area.y(at)} textAnchor="end" dominantBaseline="middle">
                {label}
              </text>
            </g>
          ))}
          {xTicks.map(({ at, label }) => (
            <text key={`${at}`} className={styles.tick} x={area.x(at)} y={area.y(0) + 18} textAnchor="middle">
              {label}
            </text>
          ))}
          <line className={styles.axis} x1={area.x(0)} x2={area.x(1)} y1={area.y(0)} y2={area.y(0)} />
          <text className={styles.axisName} x={area.x(0.5)} y={area.y(0) + 38} textAnchor="middle">
            {xName}
          </text>
          <text className={styles.axisName} textAnchor="middle" transform={`translate(14 ${area.y(0.5)}) rotate(-90)`}>
            {yName}
          </text>
          {children(area)}
        </svg>
      )}
    </div>
  )
}
