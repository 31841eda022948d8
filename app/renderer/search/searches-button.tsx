import { ActionIcon, Popover, Tooltip } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SearchesPanel } from './searches-panel.tsx'

/** Opens the searches made before and those saved. */
export function SearchesButton() {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={t('search.searches')} disabled={isOpen}>
          <ActionIcon
            size={42}
            variant="subtle"
            color="gray"
            aria-label={t('search.searches')}
            aria-expanded={isOpen}
            onClick={() => setOpen((open) => !open)}
          >
            <IconHistory size={20} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('search.searches')}>
        <SearchesPanel onDone={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}
