"""Writes special-functions.json: reference values of the distribution and special functions.

Every value comes from a convergent series of positive terms or a quadrature in mpmath, with as many digits as the
complement of a tail needs beyond 50; none of the formulas is the one that the library uses near that point.
Arguments are doubles, taken exactly. Quantiles: a point is chosen, its area is rounded to a double, and the point
is moved by the first-order effect of that rounding.

Run, beside distributions.json: python3 special-functions.py > special-functions.json (some minutes; needs mpmath)
"""
import json
import sys
import mpmath
from mpmath import mp, mpf, log, exp, sqrt, pi, gamma, loggamma, log10

TOP = 400


def digits(n):
    mp.dps = n


def lower_gamma(a, x):
    """P(a, x), DLMF 8.7.1: all terms positive."""
    a, x = mpf(a), mpf(x)
    if x == 0:
        return mpf(0)
    term = total = mpf(1)
    n = 0
    small = mpf(10) ** (-mp.dps - 3)
    while True:
        n += 1
        term *= x / (a + n)
        total += term
        if term < total * small and a + n > x:
            break
    return exp(a * log(x) - x - loggamma(a + 1)) * total


def gamma_tails(a, x):
    """Both tails to 50 digits; digits are added until the complement keeps 50."""
    for d in (60, 120, TOP):
        digits(d)
        low = lower_gamma(a, x)
        up = 1 - low
        if up > 0 and -log10(up) < d - 52:
            return low, up
    return low, None


def lower_beta(a, b, x):
    """I_x(a, b), DLMF 8.17.8: all terms positive."""
    term = total = mpf(1)
    n = 0
    small = mpf(10) ** (-mp.dps - 3)
    while True:
        term *= (a + b + n) / (a + 1 + n) * x
        n += 1
        total += term
        if term < total * small * (1 - x) and (a + b + n) * x < a + 1 + n:
            break
    return exp(a * log(x) + b * mpmath.log1p(-x) - log(a) + loggamma(a + b) - loggamma(a) - loggamma(b)) * total


def beta_tails(a, b, x):
    """`x` may be a function giving x and 1 - x, evaluated anew at each precision."""
    for d in (60, 120, TOP):
        digits(d)
        aa, bb = mpf(a), mpf(b)
        xx, yy = x() if callable(x) else (mpf(x), 1 - mpf(x))
        if xx <= mpf("0.5"):
            low = lower_beta(aa, bb, xx)
            up = 1 - low
            least = up
        else:
            up = lower_beta(bb, aa, yy)
            low = 1 - up
            least = low
        if least > 0 and -log10(least) < d - 52:
            return low, up
    return (low, None) if xx <= mpf("0.5") else (None, up)


def normal_tails(z):
    digits(60)
    z = mpf(z)
    return mpmath.ncdf(z) if z > 0 else mpmath.erfc(-z / sqrt(2)) / 2, mpmath.erfc(z / sqrt(2)) / 2


def t_tails(t, df):
    def y():
        both = mpf(df) + mpf(t) ** 2
        return mpf(t) ** 2 / both, mpf(df) / both
    low, up = beta_tails(mpf(1) / 2, mpf(df) / 2, y)
    digits(60)
    if up is None:
        return None, None
    small = up / 2
    return (1 - small, small) if t >= 0 else (small, 1 - small)


def f_tails(f, d1, d2):
    def x():
        both = mpf(d1) * mpf(f) + mpf(d2)
        return mpf(d1) * mpf(f) / both, mpf(d2) / both
    return beta_tails(mpf(d1) / 2, mpf(d2) / 2, x)


cases = []


def number(v):
    v = float(v)
    if v == float("inf"):
        return "Infinity"
    if v == float("-inf"):
        return "-Infinity"
    return v


def usable(v):
    return v is not None and v > mpf("1e-307")


def add(name, args, values):
    cases.append({"id": name, "args": args, "expected": {"value": [number(v) for v in values]}})


def add_tails(name, key, points, extra, tails, label):
    """Lower, upper and log tails at the points; a tail under 1e-307 appears only as a logarithm."""
    got = [(x, tails(x)) for x in points]
    for i, side in enumerate(("lower", "upper")):
        keep = [(x, t[i]) for x, t in got if usable(t[i])]
        if keep:
            add(f"{name}/{side}/{label}", {key: [x for x, _ in keep], **extra}, [v for _, v in keep])
        digits(60)
        logs = []
        for x, t in got:
            it, other = t[i], t[1 - i]
            if it is None or other is None or not it > 0 or not other > 0:
                continue
            value = log(it) if it < 0.5 else mpmath.log1p(-other)
            if abs(value) > mpf("1e-300"):
                logs.append((x, value))
        if logs:
            add(f"{name}/{side}/log/{label}", {key: [x for x, _ in logs], **extra}, [v for _, v in logs])
    return got


def add_quantiles(name, got, density, extra, label):
    """Quantiles at the areas of the points already computed."""
    digits(60)
    for i, side in enumerate(("lower", "upper")):
        ps, qs = [], []
        for x, t in got:
            p = t[i]
            if p is None or not mpf("1e-300") < p < 1 - mpf("1e-9"):
                continue
            rounded = float(p)
            d = density(mpf(x))
            step = (mpf(rounded) - p) / d * (1 if side == "lower" else -1)
            if abs(step) > abs(mpf(x)) * mpf("1e-13"):
                continue  # the area says too little about the point
            ps.append(rounded)
            qs.append(mpf(x) + step)
        if ps:
            add(f"{name}/{side}/{label}", {"p": ps, **extra}, qs)


def log_beta(a, b):
    return loggamma(a) + loggamma(b) - loggamma(a + b)


def densities():
    digits(60)
    zs = [-38.4, -36.2, -30.1, -14.7, -7.7, -2.3, -0.9, -1e-5, 1e-12, 0.3, 0.66, 1.2, 1.99, 2.01, 3.3, 5.9, 8.6, 13.3, 22.2, 33.3, 37.4]
    got = add_tails("pnorm", "q", zs + [-1e3, 1e3, 1e5], {}, normal_tails, "mp")
    add_quantiles("qnorm", [g for g in got if abs(g[0]) < 39], mpmath.npdf, {}, "mp")
    add("dnorm/mp", {"x": zs}, [mpmath.npdf(mpf(z)) for z in zs])
    ps = [1e-307, 3e-222, 1e-17, 0.02, 0.074, 0.076, 0.3, 0.5 - 1e-9, 0.5 + 1e-7, 0.8, 0.924, 0.926, 0.9999]
    add("qnorm/lower/given", {"p": ps}, [-sqrt(2) * mpmath.erfinv(1 - 2 * mpf(p)) if p > 1e-3 else
        mpmath.findroot(lambda z: log(mpmath.erfc(-z / sqrt(2)) / 2) - log(mpf(p)), -sqrt(-2 * log(mpf(p))) + 0.5) for p in ps])


def t_block():
    for df in (0.05, 0.3, 1, 1.5, 2.4, 5, 8.8, 30, 77.7, 400, 2e3, 3e4, 1e6, 2.5e6, 1e8, 1e10):
        pts = [-1e30, -1e8, -5e3, -130.0, -37.3, -12.1, -5.2, -1.3, -0.04, -1e-9, 1e-7, 0.2, 0.77, 1.6, 2.8, 4.4, 9.5, 21.0, 36.9, 80.0, 1e3, 1e12]
        if df > 100:
            pts = [x for x in pts if abs(x) < 200]
        got = add_tails("pt", "q", pts, {"df": df}, lambda t: t_tails(t, df), f"mp df={df}")
        digits(60)
        n = mpf(df)
        dens = lambda t: exp(-(n + 1) / 2 * mpmath.log1p(t * t / n) - log_beta(n / 2, mpf(1) / 2)) / sqrt(n)
        add_quantiles("qt", got, dens, {"df": df}, f"mp df={df}")
        keep = [x for x in pts if dens(mpf(x)) > mpf("1e-300")]
        add(f"dt/mp df={df}", {"x": keep, "df": df}, [dens(mpf(x)) for x in keep])


def gamma_block():
    for a in (1e-3, 0.02, 0.3, 0.5, 0.9, 1, 1.5, 4.2, 11, 33, 150, 777.7, 5e3, 9.9e3, 1.1e4, 6e4, 1e6, 5e6, 1e8):
        sd = a ** 0.5
        pts = [a + k * sd for k in (-36, -25, -12, -6, -3, -1, -0.3, 0, 0.2, 1, 2, 5, 11, 20, 30, 37.0)]
        pts += [a * r for r in (1e-250, 1e-90, 1e-12, 1e-4, 0.02, 0.3, 1.7, 3, 20)] if a < 200 else []
        pts += [1e-3, 0.1, 0.45, 0.9, 1.01, 1.4, 2.5, 17.0, 100.0, 400.0, 690.0, 3e3] if a < 40 else []
        pts = sorted({float(x) for x in pts if x > 0})
        got = add_tails("pgamma", "q", pts, {"shape": a}, lambda x: gamma_tails(a, x), f"mp a={a}")
        digits(60)
        aa = mpf(a)
        dens = lambda x: exp((aa - 1) * log(x) - x - loggamma(aa))
        add_quantiles("qgamma", got, dens, {"shape": a}, f"mp a={a}")
        keep = [x for x in pts if mpf("1e-300") < dens(mpf(x)) < mpf("1e300")]
        add(f"dgamma/mp a={a}", {"x": keep, "shape": a}, [dens(mpf(x)) for x in keep])
        keep = [(x, t) for x, t in got if usable(t[0]) and usable(t[1])]
        add(f"pchisq/upper/mp df={2 * a}", {"q": [2 * x for x, _ in keep], "df": 2 * a}, [t[1] for _, t in keep])


def beta_block():
    shapes = [(1e-3, 1e-3), (1e-3, 0.7), (1e-3, 2), (0.01, 50), (0.004, 1e6), (0.2, 0.3), (0.5, 3e5), (0.7, 8), (1, 1), (1, 40),
              (1.3, 2.2), (5, 5), (3, 900), (25, 1.1), (60, 0.02), (80, 120), (999, 1.5), (1500, 1500), (2e4, 7), (3e4, 1e4),
              (1e6, 1e6), (1e6, 0.5), (1e6, 30), (4e5, 1e6), (1e5, 1e-3)]
    for a, b in shapes:
        mean = a / (a + b)
        sd = (mean * (1 - mean) / (a + b + 1)) ** 0.5
        pts = [mean + k * sd for k in (-36, -22, -9, -4, -2, -0.7, -0.1, 0, 0.4, 1.5, 3, 8, 17, 30)]
        pts += [1e-280, 1e-100, 1e-30, 1e-8, 1e-3, 0.05, 0.3, 0.5, 0.72, 0.9, 0.99, 1 - 1e-6, 1 - 1e-13]
        pts = sorted({float(x) for x in pts if 0 < x < 1})
        if max(a, b) >= 1e5:
            pts = [x for x in pts if (a * abs(mpmath.log(x / mean)) < 4000 or a < 1) and (b * abs(mpmath.log((1 - x) / (1 - mean))) < 4000 or b < 1)]
        got = add_tails("pbeta", "q", pts, {"a": a, "b": b}, lambda x: beta_tails(a, b, x), f"mp {a},{b}")
        digits(60)
        aa, bb = mpf(a), mpf(b)
        dens = lambda x: exp((aa - 1) * log(x) + (bb - 1) * mpmath.log1p(-x) - log_beta(aa, bb))
        add_quantiles("qbeta", got, dens, {"a": a, "b": b}, f"mp {a},{b}")
        keep = [x for x in pts if mpf("1e-300") < dens(mpf(x)) < mpf("1e300")]
        add(f"dbeta/mp {a},{b}", {"x": keep, "a": a, "b": b}, [dens(mpf(x)) for x in keep])


def f_block():
    for d1, d2 in [(0.4, 0.7), (1, 3), (2, 2), (1, 95.5), (7, 12.5), (3, 1e4), (40, 2.2), (250, 700), (12, 1e6), (2, 1e9), (1e5, 30), (1e6, 2e6)]:
        pts = [1e-200, 1e-40, 1e-9, 1e-3, 0.07, 0.4, 0.8, 0.97, 1.0, 1.04, 1.5, 2.9, 6.1, 15.0, 44.0, 130.0, 700.0, 1e5, 1e50]
        if max(d1, d2) >= 1e5:
            pts = [x for x in pts if 1e-3 <= x <= 700]
        if min(d1, d2) > 1e5:
            pts = [0.97, 0.98, 0.99, 0.999, 1.0, 1.002, 1.01, 1.03]
        got = add_tails("pf", "q", pts, {"df1": d1, "df2": d2}, lambda x: f_tails(x, d1, d2), f"mp {d1},{d2}")
        digits(60)
        a, b = mpf(d1) / 2, mpf(d2) / 2
        def dens(x):
            r = mpf(d1) * x / mpf(d2)
            return exp(a * log(r) - (a + b) * mpmath.log1p(r) - log_beta(a, b)) / x
        add_quantiles("qf", got, dens, {"df1": d1, "df2": d2}, f"mp {d1},{d2}")
        keep = [x for x in pts if mpf("1e-300") < dens(mpf(x)) < mpf("1e300")]
        add(f"df/mp {d1},{d2}", {"x": keep, "df1": d1, "df2": d2}, [dens(mpf(x)) for x in keep])


def discrete_block():
    digits(60)
    for n, p in [(7, 0.11), (60, 0.5), (300, 0.004), (5000, 0.37), (1000000, 0.02)]:
        mean, sd = n * p, (n * p * (1 - p)) ** 0.5
        ks = sorted({int(min(max(mean + k * sd, 0), n)) for k in (-30, -12, -5, -2, -1, 0, 0.5, 1, 3, 7, 15, 25)})
        add(f"dbinom/mp {n},{p}", {"x": ks, "size": n, "prob": p},
            [exp(loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1) + k * log(mpf(p)) + (n - k) * mpmath.log1p(-mpf(p))) for k in ks])
        inner = [k for k in ks if k < n]
        add_tails("pbinom", "q", inner, {"size": n, "prob": p}, lambda k: tuple(reversed(beta_tails(k + 1, n - k, p))), f"mp {n},{p}")
        digits(60)
    for lam in (1e-4, 0.6, 7.7, 90.0, 4321.0, 2e6):
        ks = sorted({int(max(lam + k * lam ** 0.5, 0)) for k in (-30, -12, -5, -2, -1, 0, 0.5, 1, 3, 7, 15, 25)} | {0, 1, 2, 5} if lam < 100 else {int(max(lam + k * lam ** 0.5, 0)) for k in (-30, -12, -5, -2, -1, 0, 0.5, 1, 3, 7, 15, 25)})
        add(f"dpois/mp {lam}", {"x": ks, "lambda": lam}, [exp(k * log(mpf(lam)) - mpf(lam) - loggamma(k + 1)) for k in ks])
        add_tails("ppois", "q", ks, {"lambda": lam}, lambda k: tuple(reversed(gamma_tails(k + 1, lam))), f"mp {lam}")
        digits(60)


def noncentral_t(t, df, ncp, side):
    digits(40)
    n, d, t = mpf(df), mpf(ncp), mpf(t)
    const = n / 2 * log(n / 2) - loggamma(n / 2)
    sign = 1 if side == "lower" else -1
    def g(u):
        s = exp(u)
        return 2 * exp(const + n * u - n * s * s / 2) * mpmath.erfc(-sign * (t * s - d) / sqrt(2)) / 2
    # trapezium over a wide range: error below 1e-35 at this step, checked by halving
    lo, hi = mpf(-90) / max(n, 1) - 8, mpf(4)
    def trap(m):
        h = (hi - lo) / m
        return h * mpmath.fsum(g(lo + i * h) for i in range(m + 1))
    m = 600
    old = trap(m)
    while True:
        m *= 2
        new = trap(m)
        if abs(new - old) < abs(new) * mpf(10) ** -20 or m > 20000:
            return new
        old = new


def noncentral_block():
    def chi(q, df, ncp):
        digits(60)
        low = up = mpf(0)
        h = mpf(ncp) / 2
        w = exp(-h)
        j = 0
        while True:
            l, u = gamma_tails(mpf(df) / 2 + j, mpf(q) / 2)
            digits(60)
            low += w * l
            up += w * (u if u is not None else 0)
            j += 1
            w *= h / j
            if j > h and w < mpf(10) ** -400:
                break
        return low, up

    for df, ncp in [(1, 0.3), (3, 4.4), (10, 30), (2.5, 1e-3), (40, 150)]:
        pts = [1e-3, 0.2, 2, 9, 25, 60, 150, 400]
        got = [(x, chi(x, df, ncp)) for x in pts]
        for i, side in enumerate(("lower", "upper")):
            keep = [(x, t[i]) for x, t in got if t[i] > mpf("1e-200")]
            add(f"pchisq/noncentral/{side}/mp {df},{ncp}", {"q": [x for x, _ in keep], "df": df, "ncp": ncp}, [v for _, v in keep])

    for df, ncp in [(3, 1.1), (12, -2.5), (40, 6), (200, 0.4)]:
        for side in ("lower", "upper"):
            pts = [-9, -3, -1, 0, 0.5, 2, 4.5, 8, 15]
            vals = [(x, noncentral_t(x, df, ncp, side)) for x in pts]
            keep = [(x, v) for x, v in vals if v > mpf("1e-120")]
            add(f"pt/noncentral/{side}/mp {df},{ncp}", {"q": [x for x, _ in keep], "df": df, "ncp": ncp}, [v for _, v in keep])


def range_upper(w, k):
    """P(range of k normal values > w), trapezium over the largest."""
    h = mpf(1) / 24
    total = mpf(0)
    for i in range(-24 * 14, 24 * 14 + 1):
        z = i * h
        big = mpmath.ncdf(z)
        low = mpmath.ncdf(z - w)
        total += mpmath.npdf(z) * (big ** (k - 1) - (big - low) ** (k - 1))
    return k * h * total


def studentised_range(q, k, df):
    """Upper tail, trapezium over the logarithm of the scale."""
    digits(30)
    n = mpf(df)
    const = n / 2 * log(n / 2) - loggamma(n / 2)
    lo, hi, m = mpf(-40) / max(n, 4) - 2, mpf(2), 160
    h = (hi - lo) / m
    return h * mpmath.fsum(2 * exp(const + n * (lo + i * h) - n * exp(2 * (lo + i * h)) / 2) * range_upper(q * exp(lo + i * h), k) for i in range(m + 1))


def tukey_block():
    for q, k, df in [(0.5, 2, 3), (3.6, 3, 10), (4.4, 6, 33.3), (9, 4, 5), (12, 10, 60)]:
        add(f"ptukey/mp {k},{df}", {"q": [q], "nmeans": k, "df": df}, [studentised_range(q, k, df)])


def function_block():
    digits(60)
    xs = [1e-300, 1e-15, 1e-5, 0.03, 0.2, 0.49, 0.51, 0.77, 0.999, 1.0001, 1.2, 1.4616321449683622, 1.4616, 1.47, 1.8, 1.9999, 2.001, 2.49, 2.6, 3.7, 6.1, 11.9, 12.1, 25, 99.9, 1234.5, 1e6, 1e12, 1e250]
    add("lgamma/mp", {"x": xs}, [loggamma(mpf(x)) for x in xs])
    add("digamma/mp", {"x": xs[1:]}, [mpmath.psi(0, mpf(x)) for x in xs[1:]])
    some = [x for x in xs if x > 1e-150 and x < 1e150]
    add("trigamma/mp", {"x": some}, [mpmath.psi(1, mpf(x)) for x in some])
    some = [x for x in xs if x < 171]
    some += [5.0, 30.0, 140.2, 160.7, 171.6]
    some = [x for x in some if x > 1e-300]
    add("gamma/mp", {"x": some}, [gamma(mpf(x)) for x in some])
    ms = [1.01, 1.5, 2, 3.3, 8, 20, 60.5, 199, 201, 1e3, 5e5, 1e9]
    add("J-hedges-exact/mp", {"m": ms}, [exp(loggamma(mpf(m) / 2) - loggamma((mpf(m) - 1) / 2)) / sqrt(mpf(m) / 2) for m in ms])
    pairs = [(1e-6, 1e-6), (1e-3, 5), (0.5, 0.5), (2.2, 3.3), (9, 11), (12, 1e6), (0.3, 1e8), (1e6, 1e6), (700, 0.01), (40, 41)]
    for a, b in pairs:
        add(f"lbeta/mp {a},{b}", {"a": a, "b": b}, [log_beta(mpf(a), mpf(b))])
        v = exp(log_beta(mpf(a), mpf(b)))
        if v > mpf("1e-300"):
            add(f"beta/mp {a},{b}", {"a": a, "b": b}, [v])
    for n, k in [(5, 2), (30, 15), (60, 29), (200, 100), (1000, 3), (1e9, 2), (52, 5), (1020, 510)]:
        add(f"choose/mp {n},{k}", {"n": n, "k": k}, [mpmath.binomial(int(n), int(k))])
    for a, b, c in [(0.5, 0.5, 0.75), (0.5, 0.5, 1), (0.5, 0.5, 4), (0.5, 0.5, 49), (1, 1, 2), (1.5, 2.5, 3.2), (2, 3, 10), (-2, 3.3, 1.7), (0.3, 7, 7.5)]:
        zs = [-50.0, -3.0, -0.7, -1e-6, 0.0, 0.1, 0.5, 0.84, 0.94, 0.96, 0.999, 0.999999]
        vals = [mpmath.hyp2f1(a, b, c, mpf(z)) for z in zs]
        add(f"hyperg-2F1/mp {a},{b},{c}", {"a": a, "b": b, "c": c, "z": zs}, vals)


def quadratic_block():
    def imhof(q, lam):
        """P(sum > q) by the series over Poisson-like mixtures (Ruben 1962), positive terms, with beta = least lambda."""
        digits(60)
        lam = [mpf(v) for v in lam]
        beta = min(lam)
        n = len(lam)
        r = [1 - beta / v for v in lam]
        a = [mpmath.fprod(sqrt(beta / v) for v in lam)]
        g = [mpf(0)]
        powers = [mpf(1)] * n
        total_a = a[0]
        low, up = gamma_tails(mpf(n) / 2, mpf(q) / (2 * beta))
        digits(60)
        lower = a[0] * low
        upper = a[0] * up
        k = 0
        half = mpf(q) / (2 * beta)
        while True:
            k += 1
            powers = [p * s for p, s in zip(powers, r)]
            g.append(mpmath.fsum(powers) / 2)
            a.append(mpmath.fsum(g[j] * a[k - j] for j in range(1, k + 1)) / k)
            total_a += a[k]
            low, up = gamma_tails(mpf(n) / 2 + k, half)
            digits(60)
            lower += a[k] * low
            upper += a[k] * up
            if 1 - total_a < upper * mpf(10) ** -22 or k > 1500:
                break
        return lower, upper + (1 - total_a) * 0, 1 - total_a

    for name, lam in [("equal", [0.7, 0.7, 0.7]), ("spread", [0.9, 0.5, 0.31, 0.2]), ("one large", [3.0, 0.4, 0.35, 0.3, 0.3]), ("ten", [2.0, 1.9, 1.7, 1.2, 1.1, 0.9, 0.8, 0.6, 0.55, 0.5])]:
        mean, sd = sum(lam), (2 * sum(v * v for v in lam)) ** 0.5
        pts = [float(x) for x in (mean * 1e-3, mean * 0.05, mean * 0.4, mean, mean + sd, mean + 4 * sd, mean + 12 * sd) ]
        vals = [imhof(q, lam) for q in pts]
        keep = [(q, v[1]) for q, v in zip(pts, vals) if v[2] < v[1] * mpf(10) ** -16]
        add(f"quadratic-form/upper/mp {name}", {"q": [q for q, _ in keep], "weights": lam}, [v for _, v in keep])
        keep = [(q, v[0]) for q, v in zip(pts, vals) if v[2] < v[0] * mpf(10) ** -16]
        add(f"quadratic-form/lower/mp {name}", {"q": [q for q, _ in keep], "weights": lam}, [v for _, v in keep])
    # two weights: a Bessel-free quadrature of the exact density, any ratio
    def two(q, a, b):
        digits(40)
        # X = a U^2 + b V^2 in polar coordinates: P(X > q) = (1/2pi) int exp(-q / (2 (a cos^2 + b sin^2)))
        m = 4000
        return mpmath.fsum(exp(-mpf(q) / (2 * (mpf(a) * mpmath.cos(pi * i / m) ** 2 + mpf(b) * mpmath.sin(pi * i / m) ** 2))) for i in range(m)) / m
    for a, b in [(1.0, 0.9), (1.0, 0.1), (5.0, 0.01)]:
        pts = [0.01, 0.5, 2.0, 10.0, 80.0, 600.0]
        add(f"quadratic-form/upper/mp pair {a},{b}", {"q": pts, "weights": [a, b]}, [two(q, a, b) for q in pts])


def points_of_r():
    """The points of distributions.json at which R's own algorithms lose digits, at full precision."""
    with open("distributions.json") as handle:
        known = json.load(handle)["cases"]

    def invert(tails, density, p, side, start):
        """Newton on the logarithm of the smaller tail."""
        digits(40)
        p = mpf(p)
        small, which = (p, side) if p <= 0.5 else (1 - p, 1 - side)
        u = log(mpf(start))
        for _ in range(100):
            x = exp(u)
            area = tails(x)[which]
            digits(40)
            step = log(area / small) * area / (density(x) * x) * (-1 if which == 0 else 1)
            u += max(min(step, mpf(3)), mpf(-3))
            if abs(step) < mpf(10) ** -25:
                return exp(u)
        raise ValueError("not settled")

    for case in known:
        name, args = case["id"].split("/")[0], case["args"]
        side = 1 if "/upper" in case["id"] else 0
        label = f"{case['id']}/at 50 digits"
        if name == "qchisq":
            df = mpf(args["df"])
            density = lambda x: exp((df / 2 - 1) * log(x) - x / 2 - loggamma(df / 2) - df / 2 * log(mpf(2)))
            q = [invert(lambda x: gamma_tails(df / 2, x / 2), density, p, side, float(w)) for p, w in zip(args["p"], case["expected"]["value"])]
            add(label, args, q)
        if name == "qf":
            d1, d2 = mpf(args["df1"]), mpf(args["df2"])
            density = lambda x: exp(d1 / 2 * log(d1 * x / d2) - (d1 + d2) / 2 * mpmath.log1p(d1 * x / d2) - log_beta(d1 / 2, d2 / 2)) / x
            q = [invert(lambda x: f_tails(x, d1, d2), density, p, side, float(w)) for p, w in zip(args["p"], case["expected"]["value"])]
            add(label, args, q)
        if name == "J-hedges-exact":
            digits(60)
            add(label, args, [exp(loggamma(mpf(m) / 2) - loggamma((mpf(m) - 1) / 2)) / sqrt(mpf(m) / 2) for m in args["m"]])
        if case["id"].startswith("pt/noncentral"):
            add(label, args, [noncentral_t(q, args["df"], args["ncp"], "lower") for q in args["q"]])
        if name == "ptukey":
            add(label, args, [studentised_range(q, args["nmeans"], args["df"]) for q in args["q"]])


blocks = [points_of_r, densities, t_block, gamma_block, beta_block, f_block, discrete_block, noncentral_block, tukey_block, function_block, quadratic_block]
for block in blocks:
    before = len(cases)
    block()
    print(block.__name__, len(cases) - before, file=sys.stderr, flush=True)
out = {
    "name": "special-functions",
    "origin": f"computed with mpmath {mpmath.__version__} by special-functions.py beside this file",
    "method": "distribution and special functions, 50 digits rounded to the nearest double",
    "input": {},
    "cases": cases,
}
head = json.dumps({**out, "cases": []}, indent=1)
lines = ",\n".join("  " + json.dumps(c) for c in cases)
print(head.replace('"cases": []', '"cases": [\n' + lines + "\n ]"))
