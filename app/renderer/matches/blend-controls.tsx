import { Button, Group, SegmentedControl, Slider, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../parts/use-format.ts'
import { BLEND_MODES, type Blend } from './use-blend.ts'
import { useHeldKey } from './use-held-key.ts'
import styles from './matches.module.css'

interface Props {
  readonly blend: Blend
  /** Names of the query's picture and of the other. */
  readonly left: string
  readonly right: string
  /** Held, it shows the other picture. */
  readonly holdKey?: string
}

/** Fades or blinks between two aligned pictures. */
export function BlendControls({ blend, left, right, holdKey = 'b' }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  useHeldKey(holdKey, blend.hold)
  return (
    <Group gap="md" wrap="wrap" flex="1 1 480px">
      <SegmentedControl
        size="xs"
        aria-label={t('matches.blendMode')}
        value={blend.mode}
        onChange={blend.setMode}
        data={BLEND_MODES.map((value) => ({ value, label: t(`matches.${value}`) }))}
      />
      {blend.mode === 'fade' ? (
        <Group gap={8} wrap="nowrap" className={styles.fader}>
          <Text size="xs" truncate maw={120} aria-hidden title={right}>
            {right}
          </Text>
          <Slider
            size="sm"
            flex={1}
            min={0}
            max={1}
            step={0.05}
            value={blend.wanted}
            label={(amount) => format.percent(amount)}
            thumbLabel={t('matches.amount', { left })}
            onChange={blend.setWanted}
          />
          <Text size="xs" truncate maw={120} aria-hidden title={left}>
            {left}
          </Text>
        </Group>
      ) : (
        <Text size="xs">{t('matches.seen', { name: blend.amount >= 0.5 ? left : right })}</Text>
      )}
      <Button
        size="compact-sm"
        variant="default"
        onPointerDown={() => blend.hold(true)}
        onPointerUp={() => blend.hold(false)}
        onPointerLeave={() => blend.hold(false)}
        onKeyDown={({ key }) => (key === ' ' || key === 'Enter') && blend.hold(true)}
        onKeyUp={() => blend.hold(false)}
        onBlur={() => blend.hold(false)}
      >
        {t('matches.hold', { key: holdKey.toUpperCase() })}
      </Button>
    </Group>
  )
}
