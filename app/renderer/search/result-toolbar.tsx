import { Select, Switch, Tooltip } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SearchAnswer } from '../../../core/api.ts'
import { useFormat } from '../parts/use-format.ts'
import { useQueryState } from '../query/query-state.ts'
import { useSearchView } from './search-view-state.ts'
import { useRerankChoices } from './use-rerank-choices.ts'
import styles from './search.module.css'

interface Props {
  readonly answer: SearchAnswer
  readonly isBehind: boolean
}

/** How many results, how fast, and how they are shown; below it what the engine has to say. */
export function ResultToolbar({ answer: { results, timingsMs, hints }, isBehind }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { rerank, setRerank } = useQueryState()
  const { grouped, setGrouped, reranker, setReranker } = useSearchView()
  const choices = useRerankChoices().filter(({ value }) => value !== 'none')
  const allowed = choices.find(({ value, disabled }) => value === reranker && !disabled)?.value
  const times = {
    encode: format.count(timingsMs.encode),
    search: format.count(timingsMs.search),
    compose: format.count(timingsMs.compose),
    rerank: format.count(timingsMs.rerank),
  }
  return (
    <>
      <div className={styles.progress} data-busy={isBehind || undefined} aria-hidden />
      <div className={styles.toolbar}>
        <span>{t('search.results', { count: results.length })}</span>
        <Tooltip label={t('search.timingsDetail', times)} multiline>
          <span className={styles.quiet} tabIndex={0}>
            {t('search.timings', { total: format.count(timingsMs.total) })}
          </span>
        </Tooltip>
        <span className={styles.spring} />
        <Switch
          size="sm"
          label={t('search.rerank')}
          checked={rerank !== 'none'}
          onChange={(event) => {
            if (rerank !== 'none') setReranker(rerank)
            setRerank(event.currentTarget.checked ? (allowed ?? 'tokens') : 'none')
          }}
        />
        {rerank !== 'none' && (
          <Select
            size="xs"
            w={230}
            aria-label={t('query.rerank')}
            allowDeselect={false}
            data={choices}
            value={rerank}
            onChange={(value) => setRerank(choices.find((choice) => choice.value === value)?.value ?? 'none')}
          />
        )}
        <Switch
          size="sm"
          label={t('search.group')}
          checked={grouped}
          onChange={(event) => setGrouped(event.currentTarget.checked)}
        />
      </div>
      {hints.length > 0 && (
        <ul className={styles.hints}>
          {hints.map((hint) => (
            <li key={hint}>
              <IconInfoCircle size={16} aria-hidden /> {hint}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
