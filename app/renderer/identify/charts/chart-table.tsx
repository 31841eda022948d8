import { Table } from '@mantine/core'
import styles from './charts.module.css'

export interface Column {
  readonly name: string
  readonly isNumber: boolean
}

interface Props {
  readonly label: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly string[])[]
}

export function ChartTable({ label, columns, rows }: Props) {
  const alignOf = (at: number) => (columns[at]?.isNumber === true ? 'right' : 'left')
  return (
    <div className={styles.tableScroller} tabIndex={0} role="region" aria-label={label}>
      <Table stickyHeader verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ name }, at) => (
              <Table.Th key={name} ta={alignOf(at)}>
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, index) => (
            <Table.Tr key={index}>
              {row.map((cell, at) => (
                <Table.Td key={at} ta={alignOf(at)}>
                  {cell}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
