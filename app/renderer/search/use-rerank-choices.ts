import { useTranslation } from 'react-i18next'
import { RERANKERS, type RerankerName } from '../../../core/api.ts'
import { hasPicture } from '../query/query-draft.ts'
import { useQueryState } from '../query/query-state.ts'

const TEXTS = {
  none: 'query.rerankNone',
  tokens: 'query.rerankTokens',
  superglobal: 'query.rerankSuperglobal',
  local: 'query.rerankLocal',
} as const

export interface RerankChoice {
  readonly value: RerankerName
  readonly label: string
  readonly disabled: boolean
}

/** The ways to rerank that there are, and which of them this query allows; one that it does not allow says why. */
export function useRerankChoices(): readonly RerankChoice[] {
  const { t } = useTranslation()
  const allowsLocal = useQueryState(hasPicture)
  return RERANKERS.map((value) => {
    const disabled = value === 'local' && !allowsLocal
    return { value, label: t(disabled ? 'query.rerankLocalNeedsPicture' : TEXTS[value]), disabled }
  })
}
