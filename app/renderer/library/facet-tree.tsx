import { ActionIcon, Collapse, UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../parts/use-format.ts'
import type { FacetNode } from './facet-nodes.ts'
import styles from './library.module.css'

interface Props {
  readonly nodes: readonly FacetNode[]
  readonly isChosen: (node: FacetNode) => boolean
  readonly onChoose: (node: FacetNode) => void
  readonly actions?: (node: FacetNode) => ReactNode
}

const FIRST = 7

/** Things to filter by, the first few at once; a second press on what is chosen takes the filter away. */
export function FacetTree({ nodes, isChosen, onChoose, actions }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole || nodes.length <= FIRST + 1 ? nodes : nodes.slice(0, FIRST)
  const rest = nodes.length - FIRST
  return (
    <ul className={styles.facets}>
      {shown.map((node) => (
        <Branch key={node.id} {...{ node, isChosen, onChoose, actions }} />
      ))}
      {nodes.length > FIRST + 1 && (
        <li>
          <UnstyledButton className={styles.more} onClick={() => setWhole(!isWhole)} aria-expanded={isWhole}>
            {isWhole ? t('library.showLess') : t('library.showMore', { count: rest, rest: format.count(rest) })}
          </UnstyledButton>
        </li>
      )}
    </ul>
  )
}

function Branch({ node, isChosen, onChoose, actions }: Omit<Props, 'nodes'> & { readonly node: FacetNode }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [isOpen, setOpen] = useState(false)
  const hasChildren = node.children.length > 0
  return (
    <li>
      <div className={styles.facet}>
        {hasChildren && (
          <ActionIcon
            className={styles.expand}
            size={24}
            variant="subtle"
            color="gray"
            aria-expanded={isOpen}
            aria-label={t(isOpen ? 'library.collapseFolder' : 'library.expandFolder', { name: node.label })}
            onClick={() => setOpen(!isOpen)}
          >
            <IconChevronRight size={14} className={styles.chevron} data-open={isOpen || undefined} />
          </ActionIcon>
        )}
        <UnstyledButton
          className={styles.facetName}
          aria-pressed={isChosen(node)}
          title={node.id}
          onClick={() => onChoose(node)}
        >
          <span className={styles.facetLabel}>{node.label}</span>
          <span className={styles.facetCount}>{format.count(node.photos)}</span>
        </UnstyledButton>
        {actions?.(node)}
      </div>
      {hasChildren && (
        <Collapse expanded={isOpen}>
          {isOpen && <FacetTree nodes={node.children} isChosen={isChosen} onChoose={onChoose} actions={actions} />}
        </Collapse>
      )}
    </li>
  )
}
