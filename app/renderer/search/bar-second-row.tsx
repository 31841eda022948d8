import { hasBothKinds } from '../query/query-draft.ts'
import { useQueryState } from '../query/query-state.ts'
import { BalanceSlider } from './balance-slider.tsx'
import { FeedbackMarks } from './feedback-marks.tsx'
import { FilterChips } from './filter-chips.tsx'
import styles from './query-bar.module.css'

/** What a query has only sometimes: a balance, filters, marks. */
export function BarSecondRow() {
  const balance = useQueryState(hasBothKinds)
  const filters = useQueryState((state) => Object.keys(state.filter).length > 0)
  const marks = useQueryState(({ feedback }) => feedback.like.length + feedback.unlike.length > 0)
  if (!balance && !filters && !marks) return null
  return (
    <div className={styles.second}>
      {balance && <BalanceSlider />}
      {filters && <FilterChips />}
      {marks && <FeedbackMarks />}
    </div>
  )
}
