/**
 * Quantile of the χ² distribution by bisection of its distribution function, to 1e-10 relative.
 * @param p in (0, 1) @param degrees of freedom, > 0
 */
export function chiSquareQuantile(p: number, degrees: number): number {
  let [low, high] = [0, degrees + 10]
  while (lowerGammaRatio(degrees / 2, high / 2) < p) high *= 2
  for (let step = 0; step < 200 && high - low > 1e-10 * high; step++) {
    const middle = (low + high) / 2
    if (lowerGammaRatio(degrees / 2, middle / 2) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** P(a, x): the series of Abramowitz and Stegun 6.5.29 below a + 1, the continued fraction 6.5.31 (Lentz) above. */
function lowerGammaRatio(a: number, x: number): number {
  if (x <= 0) return 0
  const front = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let n = 1; n < 1000 && term > sum * 1e-16; n++) {
      term *= x / (a + n)
      sum += term
    }
    return front * sum
  }
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < 1000; n++) {
    const numerator = -n * (n - a)
    b += 2
    d = 1 / (numerator * d + b)
    c = b + numerator / c
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-16) break
  }
  return 1 - front * fraction
}

/** ln Γ(x) for x > 0 by Stirling's series (Abramowitz and Stegun 6.1.41) after raising x above 12. */
function logGamma(x: number): number {
  let shift = 0
  let z = x
  while (z < 12) shift += Math.log(z++)
  const inverse = 1 / (z * z)
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / z
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift
}
