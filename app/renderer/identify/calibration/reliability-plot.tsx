import { useTranslation } from 'react-i18next'
import type { ReliabilityReport } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { ChartFrame } from '../charts/chart-frame.tsx'
import { Plot } from '../charts/plot.tsx'
import { wilsonInterval } from '../charts/wilson.ts'
import styles from '../charts/charts.module.css'

const TICKS = [0, 0.25, 0.5, 0.75, 1]
const LEAST_RADIUS = 3
const MOST_RADIUS = 9

/** What was said against what was so: on the diagonal, a said 80 % is right 80 times of 100. Bars are 95 % intervals. */
export function ReliabilityPlot({ reliability }: { readonly reliability: ReliabilityReport }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { bins, ece } = reliability
  const filled = bins.filter((bin) => bin.count > 0)
  const most = Math.max(1, ...filled.map(({ count }) => count))
  const percents = TICKS.map((at) => ({ at, label: format.percent(at) }))
  const share = (value: number | null) => (value === null ? '' : format.percent(value))
  const points = filled.flatMap(({ said, observed, count }) =>
    said === null || observed === null ? [] : [{ said, observed, count }],
  )
  return (
    <ChartFrame
      title={t('figures.reliability')}
      note={t('figures.reliabilityNote', { error: format.percentFine(ece) })}
      summary={t('figures.reliabilitySummary', { error: format.percentFine(ece) })}
      columns={[
        { name: t('figures.range'), isNumber: false },
        { name: t('figures.said'), isNumber: true },
        { name: t('figures.observed'), isNumber: true },
        { name: t('figures.pairs'), isNumber: true },
      ]}
      rows={filled.map(({ from, to, said, observed, count }) => [
        `${format.percent(from)} – ${format.percent(to)}`,
        share(said),
        share(observed),
        format.count(count),
      ])}
    >
      <Plot aspect={1} xTicks={percents} yTicks={percents} xName={t('figures.said')} yName={t('figures.observed')}>
        {({ x, y }) => (
          <>
            <line className={styles.ideal} x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
            {points.map(({ said, observed, count }) => {
              const { low, high } = wilsonInterval(observed, count)
              return <line key={said} className={styles.whisker} x1={x(said)} x2={x(said)} y1={y(low)} y2={y(high)} />
            })}
            {points.map(({ said, observed, count }) => (
              <circle
                key={said}
                className={styles.point}
                cx={x(said)}
                cy={y(observed)}
                r={LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * Math.sqrt(count / most)}
              >
                <title>{`${format.percent(said)}: ${format.percent(observed)}, ${format.count(count)}`}</title>
              </circle>
            ))}
          </>
        )}
      </Plot>
    </ChartFrame>
  )
}
