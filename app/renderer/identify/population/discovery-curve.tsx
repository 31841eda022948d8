import { useTranslation } from 'react-i18next'
import type { PopulationReport } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { ChartFrame } from '../charts/chart-frame.tsx'
import { Plot } from '../charts/plot.tsx'
import { labelStep, ticks } from '../charts/ticks.ts'
import { useOccasionName } from './use-occasion-name.ts'
import styles from '../charts/charts.module.css'

const X_LABELS = 5
const Y_STEPS = 5
/** More points than this run into one another. */
const MOST_POINTS = 60

/** Individuals known after each occasion: where it levels off, few are left to be found. */
export function DiscoveryCurve({ report }: { readonly report: PopulationReport }) {
  const { t } = useTranslation()
  const format = useFormat()
  const nameOf = useOccasionName()
  const { discovery } = report
  const total = discovery.at(-1)?.total ?? 0
  const yTicks = ticks(total, Y_STEPS, true)
  const top = yTicks.at(-1) ?? 1
  const step = labelStep(discovery.length, X_LABELS)
  const across = (index: number) => (discovery.length < 2 ? 0.5 : 0.04 + (0.92 * index) / (discovery.length - 1))
  return (
    <ChartFrame
      title={t('figures.discovery')}
      summary={t('figures.discoverySummary', {
        individuals: format.count(total),
        count: discovery.length,
        occasions: format.count(discovery.length),
      })}
      columns={[
        { name: t('figures.occasion'), isNumber: false },
        { name: t('figures.fresh'), isNumber: true },
        { name: t('figures.total'), isNumber: true },
      ]}
      rows={discovery.map(({ occasion, fresh, total: known }) => [
        nameOf(occasion),
        format.count(fresh),
        format.count(known),
      ])}
    >
      <Plot
        xName={t('figures.occasion')}
        yName={t('figures.total')}
        yTicks={yTicks.map((value) => ({ at: value / top, label: format.count(value) }))}
        xTicks={discovery.flatMap(({ occasion }, index) =>
          index % step === 0 ? [{ at: across(index), label: nameOf(occasion) }] : [],
        )}
      >
        {({ x, y }) => (
          <>
            <path
              className={styles.line}
              d={discovery
                .map(({ total: known }, at) => `${at === 0 ? 'M' : 'L'}${x(across(at))} ${y(known / top)}`)
                .join('')}
            />
            {discovery.length <= MOST_POINTS &&
              discovery.map(({ occasion, total: known }, at) => (
                <circle key={occasion} className={styles.point} cx={x(across(at))} cy={y(known / top)} r={4}>
                  <title>{`${nameOf(occasion)}: ${format.count(known)}`}</title>
                </circle>
              ))}
          </>
        )}
      </Plot>
    </ChartFrame>
  )
}
