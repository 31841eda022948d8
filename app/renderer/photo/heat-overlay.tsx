import { useEffect, useRef } from 'react'
import type { HeatMap } from '../../../core/api.ts'
import { heatPixels } from './heat.ts'
import styles from './photo.module.css'

interface Props {
  readonly map: HeatMap
  /** 0 … 1 */
  readonly opacity: number
}

/** A heat map over the part of the photo that it is of. The panel beside it says the same in words. */
export function HeatOverlay({ map, opacity }: Props) {
  const canvasRef = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const context = canvasRef.current?.getContext('2d')
    context?.putImageData(new ImageData(heatPixels(map), map.columns, map.rows), 0, 0)
  }, [map])
  const { x, y, width, height } = map.region
  const percent = (fraction: number) => `${fraction * 100}%`
  return (
    <canvas
      ref={canvasRef}
      className={styles.heat}
      width={map.columns}
      height={map.rows}
      aria-hidden
      style={{ left: percent(x), top: percent(y), width: percent(width), height: percent(height), opacity }}
    />
  )
}
