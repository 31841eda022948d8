import { Slider } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../parts/use-format.ts'
import { useQueryState } from '../query/query-state.ts'
import styles from './query-bar.module.css'

/** 0: photos only … 1: words only. */
export function BalanceSlider() {
  const { t } = useTranslation()
  const format = useFormat()
  const balance = useQueryState((state) => state.balance)
  const setBalance = useQueryState((state) => state.setBalance)
  return (
    <div className={styles.slider}>
      <span aria-hidden>{t('query.photos')}</span>
      <Slider
        className={styles.sliderTrack}
        size="sm"
        min={0}
        max={1}
        step={0.05}
        value={balance}
        label={(share) => format.percent(share)}
        thumbLabel={t('query.balance')}
        onChange={setBalance}
      />
      <span aria-hidden>{t('query.wordsEnd')}</span>
    </div>
  )
}
