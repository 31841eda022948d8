import { Kbd, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { VERDICTS, VIEWPOINTS } from '../../../../core/api/identify.ts'
import { DECISION_KEYS } from './review-keys.ts'
import styles from './review.module.css'

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
}

const GROUPS = [
  {
    title: 'look',
    rows: [
      ['candidates', '←', '→'],
      ['photos', '↑', '↓'],
      ['points', 'T'],
      ['overlay', 'O'],
      ['blink', '␣'],
      ['zoom', '+', '−', '0'],
    ],
  },
  {
    title: 'go',
    rows: [
      ['skip', 'S'],
      ['back', 'B'],
      ['undo', 'U'],
      ['redo', '⇧U'],
      ['help', '?'],
    ],
  },
  {
    title: 'photo',
    rows: [
      ['searchAll', 'A'],
      ['editRegion', 'E'],
      ['quality', 'Q', 'W'],
    ],
  },
] as const

/** Every key of the review. */
export function KeysDialog({ opened, onClose }: Props) {
  const { t } = useTranslation()
  const sides = VIEWPOINTS.map((side) => t(`identify.viewpoints.${side}`)).join(', ')
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="xl"
      title={t('review.help.title')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <div className={styles.keys}>
        <section>
          <h2>{t('review.help.decide')}</h2>
          {VERDICTS.map((verdict) => (
            <Row key={verdict} keys={[DECISION_KEYS[verdict]]} text={t(`identify.verdicts.${verdict}`)} />
          ))}
          <Row keys={['⇧I']} text={t('review.help.newNamed')} />
          <Row keys={['F']} text={t('review.help.choose')} />
          <Row keys={['⇧A']} text={t('review.help.acceptMany')} />
        </section>
        {GROUPS.map(({ title, rows }) => (
          <section key={title}>
            <h2>{t(`review.help.${title}`)}</h2>
            {rows.map(([name, ...keys]) => (
              <Row key={name} keys={keys} text={t(`review.help.${name}`)} />
            ))}
            {title === 'photo' && <Row keys={['1 … 7']} text={t('review.help.viewpoint', { sides })} />}
          </section>
        ))}
      </div>
    </Modal>
  )
}

function Row({ keys, text }: { readonly keys: readonly string[]; readonly text: string }) {
  return (
    <div className={styles.keyRow}>
      <span>
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </span>
      <span>{text}</span>
    </div>
  )
}
