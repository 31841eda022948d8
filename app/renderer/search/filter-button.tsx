import { ActionIcon, Indicator, Popover, Tooltip } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQueryState } from '../query/query-state.ts'
import { FilterForm } from './filter-form.tsx'

/** Opens the filters that can be added. */
export function FilterButton() {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const count = useQueryState((state) => Object.keys(state.filter).length)
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" shadow="md" trapFocus returnFocus width={340}>
      <Popover.Target>
        <Tooltip label={t('query.addFilter')} disabled={isOpen}>
          <ActionIcon
            size={42}
            variant="subtle"
            color="gray"
            aria-label={t('query.addFilter')}
            aria-expanded={isOpen}
            onClick={() => setOpen((open) => !open)}
          >
            <Indicator disabled={count === 0} size={9} offset={1}>
              <IconFilter size={20} stroke={1.6} />
            </Indicator>
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('query.filters')}>
        <FilterForm />
      </Popover.Dropdown>
    </Popover>
  )
}
