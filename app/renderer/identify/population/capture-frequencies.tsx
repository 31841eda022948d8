import { useTranslation } from 'react-i18next'
import type { PopulationReport } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { ChartFrame } from '../charts/chart-frame.tsx'
import { Plot } from '../charts/plot.tsx'
import { labelStep, ticks } from '../charts/ticks.ts'
import styles from '../charts/charts.module.css'

const X_LABELS = 12
const Y_STEPS = 5

/** On how many occasions individuals were seen. */
export function CaptureFrequencies({ report }: { readonly report: PopulationReport }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { captureFrequencies } = report
  const most = captureFrequencies.reduce((sum, { individuals }) => Math.max(sum, individuals), 0)
  const longest = captureFrequencies.reduce((sum, { times }) => Math.max(sum, times), 1)
  const yTicks = ticks(most, Y_STEPS, true)
  const top = yTicks.at(-1) ?? 1
  const slot = 1 / longest
  const middle = (times: number) => (times - 0.5) * slot
  const step = labelStep(longest, X_LABELS)
  const once = captureFrequencies.find(({ times }) => times === 1)?.individuals ?? 0
  return (
    <ChartFrame
      title={t('figures.frequencies')}
      summary={t('figures.frequenciesSummary', { once: format.count(once), most: format.count(longest) })}
      columns={[
        { name: t('figures.times'), isNumber: true },
        { name: t('figures.individuals'), isNumber: true },
      ]}
      rows={captureFrequencies.map(({ times, individuals }) => [format.count(times), format.count(individuals)])}
    >
      <Plot
        xName={t('figures.times')}
        yName={t('figures.individuals')}
        yTicks={yTicks.map((value) => ({ at: value / top, label: format.count(value) }))}
        xTicks={Array.from({ length: longest }, (_, at) => at + 1)
          .filter((times) => (times - 1) % step === 0)
          .map((times) => ({ at: middle(times), label: format.count(times) }))}
      >
        {({ x, y, width }) =>
          captureFrequencies.map(({ times, individuals }) => {
            const bar = Math.min(56, width * slot * 0.7)
            return (
              <rect
                key={times}
                className={styles.bar}
                x={x(middle(times)) - bar / 2}
                width={bar}
                y={y(individuals / top)}
                height={Math.max(0, y(0) - y(individuals / top))}
                rx={2}
              >
                <title>{`${format.count(times)}: ${format.count(individuals)}`}</title>
              </rect>
            )
          })
        }
      </Plot>
    </ChartFrame>
  )
}
