const Z95 = 1.959963984540054

/** Wilson's 95 % score interval of a share (Wilson 1927). @param share in [0, 1] @param count > 0 */
export function wilsonInterval(share: number, count: number): { readonly low: number; readonly high: number } {
  const z2 = (Z95 * Z95) / count
  const centre = share + z2 / 2
  const margin = Z95 * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count))
  return { low: Math.max(0, (centre - margin) / (1 + z2)), high: Math.min(1, (centre + margin) / (1 + z2)) }
}
