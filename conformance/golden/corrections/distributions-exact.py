"""Corrected values for the calls in which R's qchisq, qf, ptukey and one correction factor are off in their digits.

Independent of the library and of tests/golden/numerics/special-functions.py: areas come from mpmath's incomplete gamma
function and from the continued fraction of the incomplete beta function, quantiles from Newton's method on them at 60
digits; a quantile counts only when its area is the given one to 50 digits and, where there is a closed form, agrees
with that. The studentised range is integrated by two rules, which have to agree to 15 digits. Arguments are doubles,
taken exactly.

Run: python3 distributions-exact.py GOLDEN_DIR > distributions.json     (a minute; needs mpmath)
"""
import json
import sys

import mpmath
from mpmath import exp, gamma, log, loggamma, mp, mpf, pi, sqrt

mp.dps = 60
FAR = 1e-12  # what the golden files are held to
folder = sys.argv[1]
with open(f"{folder}/distributions.json") as file:
    cases = json.load(file)["cases"]


def continued_fraction(term):
    """1 / (1 + d1 / (1 + d2 / (1 + ...))) by the modified Lentz method."""
    f = c = mpf(1)
    d, n = mpf(0), 0
    while True:
        n += 1
        d = 1 / (1 + term(n) * d)
        c = 1 + term(n) / c
        f *= c * d
        if abs(c * d - 1) < mpf(10) ** (-mp.dps + 2):
            return 1 / f


def chi_square(x, df):
    """Lower area and density."""
    area = mpmath.gammainc(mpf(df) / 2, 0, x / 2, regularized=True)
    half = mpf(df) / 2
    return area, exp((half - 1) * log(x / 2) - x / 2 - loggamma(half)) / 2


def f_ratio(x, df1, df2):
    """Lower area (continued fraction of the incomplete beta function, DLMF 8.17.22) and density."""
    a, b = mpf(df1) / 2, mpf(df2) / 2

    def lower(a, b, share, rest):
        def term(n):
            m = n // 2
            if n % 2 == 0:
                return m * (b - m) * share / ((a + 2 * m - 1) * (a + 2 * m))
            return -(a + m) * (a + b + m) * share / ((a + 2 * m) * (a + 2 * m + 1))

        lnbeta = loggamma(a) + loggamma(b) - loggamma(a + b)
        return exp(a * log(share) + b * log(rest) - lnbeta) / a * continued_fraction(term)

    share, rest = a * x / (a * x + b), b / (a * x + b)
    # The fraction converges at once on the side of the mean where its argument lies.
    area = lower(a, b, share, rest) if share < (a + 1) / (a + b + 2) else 1 - lower(b, a, rest, share)
    lnbeta = loggamma(a) + loggamma(b) - loggamma(a + b)
    return area, exp(a * log(share) + b * log(rest) - lnbeta) / x


def quantile(area_at, p, near):
    """Newton's method from a first value; the area at the result is checked."""
    p, x = mpf(p), mpf(near)
    for _ in range(30):
        area, density = area_at(x)
        if abs(area - p) < p * mpf(10) ** -56:
            break
        x = max(x / 2, x - (area - p) / density)
    assert abs(area_at(x)[0] - p) < p * mpf(10) ** -50, p
    return x


def closed_form(name, p, args):
    """Where algebra gives the quantile itself."""
    p = mpf(p)
    if name == "qf" and args["df1"] == 1 and args["df2"] == 1:
        return mpmath.tan(pi * p / 2) ** 2
    if name == "qf" and args["df1"] == 2:
        half = mpf(args["df2"]) / 2
        return half * ((1 - p) ** (-1 / half) - 1)
    return None


def trapezium(low, high, count):
    step = (high - low) / count
    return [(low + i * step, step) for i in range(count + 1)]


def legendre(low, high, pieces, count=20):
    """Gauss-Legendre nodes and weights on equal pieces."""
    rule = list(zip(*mp.gauss_quadrature(count, "legendre")))
    half = (high - low) / pieces / 2
    return [(low + (2 * j + 1) * half + half * x, half * w) for j in range(pieces) for x, w in rule]


def studentised_range_beyond(q, k, df, over_scale, over_largest):
    """Upper area: the range of k normal values, given the largest of them, and the scale's logarithm integrated out."""
    n = mpf(df)
    constant = log(mpf(2)) + n / 2 * log(n / 2) - loggamma(n / 2)
    largest = [(z, w * k * mpmath.npdf(z), mpmath.ncdf(z)) for z, w in over_largest]

    def beyond(width):
        return mpmath.fsum(w * (c ** (k - 1) - (c - mpmath.ncdf(z - width)) ** (k - 1)) for z, w, c in largest)

    return mpmath.fsum(w * exp(constant + n * u - n * exp(2 * u) / 2) * beyond(q * exp(u)) for u, w in over_scale)


def tukey(q, args):
    mp.dps = 25
    q, low, high, far = mpf(q), mpf("-3.4"), mpf("1.2"), mpf(10)
    one = studentised_range_beyond(q, args["nmeans"], args["df"], trapezium(low, high, 90), trapezium(-far, far, 120))
    two = studentised_range_beyond(q, args["nmeans"], args["df"], legendre(low, high, 6), legendre(-far, far, 7))
    mp.dps = 60
    assert abs(one / two - 1) < mpf(10) ** -15, (one, two)
    return one


def exact(name, point, args, near):
    if name == "ptukey":
        return tukey(point, args)
    if name == "J-hedges-exact":
        m = mpf(point)
        return gamma(m / 2) / (sqrt(m / 2) * gamma((m - 1) / 2))
    if name == "qchisq":
        return quantile(lambda x: chi_square(x, args["df"]), point, near)
    value = quantile(lambda x: f_ratio(x, args["df1"], args["df2"]), point, near)
    known = closed_form(name, point, args)
    assert known is None or abs(value / known - 1) < mpf(10) ** -48
    return value


HOW = {
    "qchisq": ("mpmath.gammainc and Newton at 60 digits; its area is p to 50 digits", "R's qchisq stops its Newton steps while the area, not the point, is accurate: so near 1 an area of 1e-16 relative leaves the point open."),
    "qf": ("continued fraction and Newton at 60 digits; its area is p to 50 digits, closed form where df1 = 2 or both are 1", "R's qf inverts the beta distribution for the upper area and turns the result over (1/x - 1), which cancels where the quantile is near 0."),
    "J-hedges-exact": ("gamma(m/2) / (sqrt(m/2) gamma((m-1)/2)) at 60 digits", "The reference subtracts two logarithms of gamma near 490,000, each good to 1e-16 of its size, and so keeps 11 digits of the difference."),
    "ptukey": ("double integral by the trapezium and by Gauss-Legendre rules, equal to 15 digits", "R documents a 16-point Legendre formula for this integral; the upper area is what is left of 1."),
}

corrections = []
for case in cases:
    name = case["id"].split("/")[0]
    if name not in HOW or case["id"].split("/")[1:2] == ["upper"]:
        continue
    args = case["args"]
    points = next(value for value in args.values() if isinstance(value, list))
    huge = any(args.get(df, 0) > 1e6 for df in ("df", "df1", "df2"))
    for i, (point, given) in enumerate(zip(points, case["expected"]["value"])):
        value = exact(name, point, args, given)
        off = abs(mpf(given) / value - 1)
        if off <= (1e-9 if huge else FAR):
            continue
        how, why = HOW[name]
        if huge:
            why = "R replaces the denominator's degrees of freedom above 4e5 by infinity: the reference is the chi-square quantile."
        corrections.append({
            "file": "distributions",
            "case": case["id"],
            "path": f"value[{i}]",
            "reference": given,
            "corrected": float(value),
            "digits": mpmath.nstr(value, 16 if name == "ptukey" else 50),
            "by": f"distributions-exact.py, mpmath {mpmath.__version__}: {how}",
            "evidence": f"The reference is off by {mpmath.nstr(off, 2)} of the value. {why}",
        })
json.dump({"corrections": corrections}, sys.stdout, indent=1)
print()
