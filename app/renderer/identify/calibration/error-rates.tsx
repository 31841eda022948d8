import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ErrorRate, ErrorRatesReport } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import styles from './calibration.module.css'

const ROWS = ['inUse', 'even', 'equal'] as const

/** How often pairs of two animals are accepted, and pairs of one refused, at the thresholds that matter. */
export function ErrorRates({ rates }: { readonly rates: ErrorRatesReport }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { same, different } = rates
  const pairs = { same: format.count(same), different: format.count(different) }
  return (
    <>
      <h3 id="error-rates" className={styles.subtitle}>
        {t('figures.rates.title')}
      </h3>
      <Table className={styles.rates} verticalSpacing={8} horizontalSpacing="xs" aria-labelledby="error-rates">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('figures.rates.from')}</Table.Th>
            <Table.Th ta="right">
              {t('figures.rates.falseAccepts')} <abbr title={t('figures.rates.farName')}>FAR</abbr>
            </Table.Th>
            <Table.Th ta="right">
              {t('figures.rates.falseRejects')} <abbr title={t('figures.rates.frrName')}>FRR</abbr>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {ROWS.map((row) => {
            const rate = rates[row]
            return (
              <Table.Tr key={row}>
                <Table.Th scope="row">
                  <Threshold rate={rate} name={t(`figures.rates.${rate === null ? 'noneInUse' : row}`)} />
                </Table.Th>
                <Errors rate={rate?.falseAcceptRate} errors={rate?.falseAccepts} of={different} />
                <Errors rate={rate?.falseRejectRate} errors={rate?.falseRejects} of={same} />
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
      <p className={styles.note}>{t('figures.rates.pairs', pairs)}</p>
    </>
  )
}

function Threshold({ rate, name }: { readonly rate: ErrorRate | null; readonly name: string }) {
  const format = useFormat()
  return (
    <>
      {rate !== null && <span className={styles.rate}>{format.percentFine(rate.threshold)}</span>}
      <span className={styles.under}>{name}</span>
    </>
  )
}

interface ErrorsProps {
  /** undefined: no threshold is in use. */
  readonly rate: number | undefined
  readonly errors: number | undefined
  readonly of: number
}

function Errors({ rate, errors, of }: ErrorsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  if (rate === undefined || errors === undefined) return <Table.Td ta="right">–</Table.Td>
  return (
    <Table.Td ta="right">
      <span className={styles.rate}>{format.percentFine(rate)}</span>
      <span className={styles.under}>{t('parts.doneOf', { done: format.count(errors), total: format.count(of) })}</span>
    </Table.Td>
  )
}
