import { type VariantColorsResolver, defaultVariantColorsResolver } from '@mantine/core'

/**
 * Mantine takes the text on a filled surface from the light scheme's shade; ours are of different depth, so that the
 * text follows the scheme.
 */
export const variantColors: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input)
  const isPrimary = input.color === undefined || input.color === input.theme.primaryColor
  if (input.variant !== 'filled' || !isPrimary) return colors
  return { ...colors, color: 'var(--mantine-primary-color-contrast)' }
}
