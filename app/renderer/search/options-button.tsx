import { ActionIcon, Indicator, Popover, Select, Stack, Tooltip } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { COMPOSITION_METHODS, RERANKERS } from '../../../core/api.ts'
import { useQueryState } from '../query/query-state.ts'
import { useRerankChoices } from './use-rerank-choices.ts'

const METHOD_TEXTS = {
  sum: 'query.methodSum',
  slerp: 'query.methodSlerp',
  product: 'query.methodProduct',
  weicom: 'query.methodWeicom',
} as const

/** How photos and words are joined, and whether the best results are looked at again. */
export function OptionsButton() {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const { method, rerank, setMethod, setRerank } = useQueryState()
  const reranks = useRerankChoices()
  const comboboxProps = { withinPortal: false }
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" shadow="md" trapFocus returnFocus width={320}>
      <Popover.Target>
        <Tooltip label={t('query.options')} disabled={isOpen}>
          <ActionIcon
            size={42}
            variant="subtle"
            color="gray"
            aria-label={t('query.options')}
            aria-expanded={isOpen}
            onClick={() => setOpen((open) => !open)}
          >
            <Indicator disabled={method === null && rerank === 'none'} size={9} offset={1}>
              <IconAdjustmentsHorizontal size={20} stroke={1.6} />
            </Indicator>
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('query.options')}>
        <Stack gap="sm">
          <Select
            label={t('query.method')}
            comboboxProps={comboboxProps}
            allowDeselect={false}
            data={[
              { value: 'auto', label: t('query.methodAuto') },
              ...COMPOSITION_METHODS.map((name) => ({ value: name, label: t(METHOD_TEXTS[name]) })),
            ]}
            value={method ?? 'auto'}
            onChange={(value) => setMethod(COMPOSITION_METHODS.find((name) => name === value) ?? null)}
          />
          <Select
            label={t('query.rerank')}
            description={t('query.rerankHint')}
            comboboxProps={comboboxProps}
            allowDeselect={false}
            data={reranks}
            value={rerank}
            onChange={(value) => setRerank(RERANKERS.find((name) => name === value) ?? 'none')}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
