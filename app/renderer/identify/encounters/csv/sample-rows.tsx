import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CsvPreview } from '../../../../../core/api/photo-id.ts'
import { useFieldName } from './use-field-name.ts'
import styles from './csv.module.css'

/** The first rows as they will be read: above each column what it is taken for. */
export function SampleRows({ preview }: { readonly preview: CsvPreview }) {
  const { t } = useTranslation()
  const nameOf = useFieldName()
  const { header, mapping, sample } = preview
  const fieldOf = (column: number) => Object.keys(mapping).find((field) => mapping[field] === column)
  return (
    <div className={styles.scroller} tabIndex={0} role="region" aria-label={t('encounters.sample')}>
      <Table stickyHeader verticalSpacing={4} className={styles.sample}>
        <Table.Thead>
          <Table.Tr>
            {header.map((name, column) => {
              const field = fieldOf(column)
              return (
                <Table.Th key={column} data-unused={field === undefined || undefined}>
                  <span className={styles.field}>{field === undefined ? t('encounters.notRead') : nameOf(field)}</span>
                  {name}
                </Table.Th>
              )
            })}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sample.map((row, index) => (
            <Table.Tr key={index}>
              {header.map((_, column) => (
                <Table.Td key={column} data-unused={fieldOf(column) === undefined || undefined}>
                  {row[column] ?? ''}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
