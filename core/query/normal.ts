/**
 * The standard normal CDF, `Φ(z) = erfc(−z/√2) / 2`.
 *
 * erfc by the rational Chebyshev approximations of W. J. Cody, "Rational Chebyshev approximations for the error
 * function", Math. Comp. 23 (1969), with the coefficients of SPECFUN's CALERF. Relative error near 1e-16, which
 * keeps the far tail (the best results of a large library) in order; the usual five-term formula (Abramowitz and
 * Stegun 7.1.26, 1.5e-7) would not.
 */
export function normalCdf(z: number): number {
  return erfc(-z / Math.SQRT2) / 2
}

function erfc(x: number): number {
  const y = Math.abs(x)
  if (y <= 0.46875) return 1 - x * ratio(y * y, A, B)
  const scaled = y <= 4 ? ratio(y, C, D) : (FRAC_1_SQRT_PI - tail(y)) / y
  const positive = expMinusSquare(y) * scaled
  return x < 0 ? 2 - positive : positive
}

function tail(y: number): number {
  const ySquare = 1 / (y * y)
  return ySquare * ratio(ySquare, P, Q)
}

/** e^(−y²) without losing digits of y²: y is split at 1/16. */
function expMinusSquare(y: number): number {
  const rounded = Math.trunc(y * 16) / 16
  return Math.exp(-rounded * rounded) * Math.exp(-(y - rounded) * (y + rounded))
}

/** The last coefficient of `numerator` leads; `denominator` is monic: the order CALERF uses. */
function ratio(x: number, numerator: readonly number[], denominator: readonly number[]): number {
  const last = denominator.length - 1
  let top = numerator[numerator.length - 1]! * x
  let bottom = x
  for (let i = 0; i < last; i++) {
    top = (top + numerator[i]!) * x
    bottom = (bottom + denominator[i]!) * x
  }
  return (top + numerator[last]!) / (bottom + denominator[last]!)
}

const FRAC_1_SQRT_PI = 5.6418958354775628695e-1
const A = [
  3.1611237438705656, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3, 1.85777706184603153e-1,
]
const B = [2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3]
const C = [
  5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2, 8.8195222124176909e2,
  1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3, 2.15311535474403846e-8,
]
const D = [
  1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3, 3.29079923573345963e3,
  4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
]
const P = [
  3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1, 1.60837851487422766e-2,
  6.58749161529837803e-4, 1.63153871373020978e-2,
]
const Q = [
  2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3,
]
