import { ActionIcon, Group, Modal, Tooltip } from '@mantine/core'
import { IconZoomIn, IconZoomOut, IconZoomReset } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PhotoId } from '../../../core/api.ts'
import { useSearchView } from '../search/search-view-state.ts'
import { CompareDetails } from './compare-details.tsx'
import { ComparePanes } from './compare-panes.tsx'
import { MOST_COMPARED } from './differences.ts'
import { WHOLE, zoomed } from './view-box.ts'
import styles from './compare.module.css'

/** The selected photos side by side, looked at alike, with what their details differ in. */
export function CompareDialog() {
  const { t } = useTranslation()
  const { selected, comparing, setComparing } = useSearchView()
  const isOpen = comparing && selected.length >= 2
  return (
    <Modal
      opened={isOpen}
      onClose={() => setComparing(false)}
      fullScreen
      title={t('compare.title')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
      classNames={{ content: styles.content, body: styles.body }}
    >
      {isOpen && <Comparison photoIds={selected.slice(0, MOST_COMPARED)} />}
    </Modal>
  )
}

function Comparison({ photoIds }: { readonly photoIds: readonly PhotoId[] }) {
  const { t } = useTranslation()
  const [view, setView] = useState(WHOLE)
  const actions = [
    { name: 'zoomIn', Icon: IconZoomIn, act: () => setView((now) => zoomed(now, 1.5)) },
    { name: 'zoomOut', Icon: IconZoomOut, act: () => setView((now) => zoomed(now, 1 / 1.5)) },
    { name: 'reset', Icon: IconZoomReset, act: () => setView(WHOLE) },
  ] as const
  return (
    <>
      <Group gap={4} justify="flex-end" className={styles.tools}>
        {actions.map(({ name, Icon, act }) => (
          <Tooltip key={name} label={t(`compare.${name}`)}>
            <ActionIcon variant="default" size="lg" aria-label={t(`compare.${name}`)} onClick={act}>
              <Icon size={18} />
            </ActionIcon>
          </Tooltip>
        ))}
      </Group>
      <ComparePanes photoIds={photoIds} view={view} onView={setView} />
      <CompareDetails photoIds={photoIds} />
    </>
  )
}
