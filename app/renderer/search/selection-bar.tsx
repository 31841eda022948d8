import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconColumns2, IconThumbDown, IconThumbUp, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { FloatingBar } from '../parts/floating-bar.tsx'
import { MOST_COMPARED } from '../compare/differences.ts'
import { useQueryState } from '../query/query-state.ts'
import { useSearchView } from './search-view-state.ts'

/** What can be done with the selected results. */
export function SelectionBar() {
  const { t } = useTranslation()
  const { selected, clearSelection, setComparing } = useSearchView()
  const { like, unlike, feedback } = useQueryState()
  if (selected.length === 0) return null
  const canCompare = selected.length >= 2 && selected.length <= MOST_COMPARED
  const markAll = (as: 'like' | 'unlike') => {
    for (const photoId of selected) if (!feedback[as].includes(photoId)) (as === 'like' ? like : unlike)(photoId)
    clearSelection()
  }
  return (
    <FloatingBar name={t('search.actions')}>
      <span role="status">{t('search.selected', { count: selected.length })}</span>
      <Tooltip label={t('search.compareHint')} disabled={canCompare}>
        <Button
          size="xs"
          leftSection={<IconColumns2 size={16} />}
          disabled={!canCompare}
          onClick={() => setComparing(true)}
        >
          {t('search.compare')}
        </Button>
      </Tooltip>
      <Button size="xs" variant="default" leftSection={<IconThumbUp size={16} />} onClick={() => markAll('like')}>
        {t('search.moreLike')}
      </Button>
      <Button size="xs" variant="default" leftSection={<IconThumbDown size={16} />} onClick={() => markAll('unlike')}>
        {t('search.lessLike')}
      </Button>
      <ActionIcon variant="subtle" color="gray" aria-label={t('search.clearSelection')} onClick={clearSelection}>
        <IconX size={18} />
      </ActionIcon>
    </FloatingBar>
  )
}
