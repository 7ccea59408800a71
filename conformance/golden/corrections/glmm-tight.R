# Independent optima for the GLMM results of the golden files in which the reference stops short of its optimum.
#
# Each log-likelihood is written down here from its definition (no code of Evidens, metafor or lme4), maximised by
# nlminb from several starts and by BFGS, polished by Newton steps on numDeriv derivatives until the gradient is flat,
# and compared with the log-likelihood at the reference's own estimate (nuisance parameters at their best for it).
# What lme4's own rule for standard errors says at that optimum, and how metafor comes to its Wald statistic of CM.EL,
# is then computed with those packages.
#
# Run: Rscript glmm-tight.R GOLDEN_DIR > glmm.json      (some minutes; needs lme4, metafor, BiasedUrn, numDeriv, jsonlite)
suppressMessages({
  library(lme4)
  library(metafor)
  library(numDeriv)
  library(jsonlite)
})
folder <- commandArgs(TRUE)[1]
bcg <- as.list(fromJSON(file.path(folder, "glmm-bcg.json"))$input$data)
hart <- as.list(fromJSON(file.path(folder, "glmm-hart1999.json"))$input$data)
golden <- function(file, id) {
  cases <- fromJSON(file.path(folder, paste0(file, ".json")), simplifyDataFrame = FALSE)$cases
  Find(function(one) one$id == id, cases)$expected
}

## 1. Log-likelihoods -------------------------------------------------------------------------------------------------

logsum <- function(x) max(x) + log(sum(exp(x - max(x))))

# Gauss-Hermite rule for the standard normal density, by the eigenvalues of its Jacobi matrix (Golub and Welsch 1969).
hermite <- function(n) {
  jacobi <- matrix(0, n, n)
  for (i in seq_len(n - 1)) jacobi[i, i + 1] <- jacobi[i + 1, i] <- sqrt(i)
  e <- eigen(jacobi, symmetric = TRUE)
  list(x = e$values, logw = 2 * log(abs(e$vectors[1, ])))
}
seven <- hermite(7)

# The counts y of one study: log-likelihoods, means and variances at linear predictors (one a row, as many columns as
# wanted).
binomials <- function(y, n) {
  list(
    y = y,
    log = function(eta) dbinom(y, n, plogis(eta), log = TRUE),
    mean = function(eta) n * plogis(eta),
    variance = function(eta) n * plogis(eta) * plogis(-eta)
  )
}
poissons <- function(y, time) {
  list(
    y = y,
    log = function(eta) dpois(y, time * exp(eta), log = TRUE),
    mean = function(eta) time * exp(eta),
    variance = function(eta) time * exp(eta)
  )
}
# Fisher's noncentral hypergeometric distribution, summed over its whole support.
hypergeometric <- function(a, n1, n2, m) {
  x <- max(0, m - n2):min(n1, m)
  base <- lchoose(n1, x) + lchoose(n2, m - x)
  shares <- function(eta) {
    w <- exp(base + x * eta - max(base + x * eta))
    w / sum(w)
  }
  each <- function(f) function(eta) vapply(eta, f, 0)
  list(
    y = a,
    log = each(function(eta) base[x == a] + a * eta - logsum(base + x * eta)),
    mean = each(function(eta) sum(x * shares(eta))),
    variance = each(function(eta) {
      w <- shares(eta)
      sum((x - sum(x * w))^2 * w)
    })
  )
}

# Mode over b of sum_j log f_j(eta_j + Z_j b) - |b|^2 / 2, by Newton from 0 with halving; minus the Hessian there.
mode_of <- function(counts, eta, Z) {
  q <- ncol(Z)
  height <- function(b) sum(counts$log(eta + as.vector(Z %*% b))) - sum(b^2) / 2
  b <- rep(0, q)
  here <- height(b)
  for (step in 1:200) {
    at <- eta + as.vector(Z %*% b)
    slope <- as.vector(crossprod(Z, counts$y - counts$mean(at))) - b
    H <- diag(q) + crossprod(Z, counts$variance(at) * Z)
    move <- as.vector(solve(H, slope))
    if (max(abs(move)) < 1e-14 * max(1, abs(b))) break
    while ((there <- height(b + move)) < here - 1e-12 * abs(here)) move <- move / 2
    b <- b + move
    here <- there
  }
  at <- eta + as.vector(Z %*% b)
  list(b = b, top = here, H = diag(q) + crossprod(Z, counts$variance(at) * Z), height = height)
}

# Adaptive Gauss-Hermite with one random effect; without a rule Laplace, with any number of them.
integrated <- function(counts, eta, Z, rule = NULL) {
  m <- mode_of(counts, eta, Z)
  if (is.null(rule)) return(m$top - log(det(m$H)) / 2)
  scale <- 1 / sqrt(m$H[1, 1])
  b <- m$b + scale * rule$x
  logs <- matrix(counts$log(eta + Z %*% t(b)), nrow = nrow(Z))
  logsum(colSums(logs) - b^2 / 2 + rule$logw + rule$x^2 / 2) + log(scale)
}

# The same integral by R's own quadrature, to its full precision.
exactly <- function(counts, eta, tau) {
  m <- mode_of(counts, eta, matrix(tau))
  scale <- 1 / sqrt(m$H[1, 1])
  f <- function(t) {
    b <- m$b + scale * t
    exp(counts$log(eta + tau * b) - b^2 / 2 - m$top)
  }
  m$top + log(integrate(f, -9, 9, rel.tol = 1e-11, subdivisions = 400)$value * scale) - log(2 * pi) / 2
}

## 2. Maxima ----------------------------------------------------------------------------------------------------------

maximise <- function(loglik, starts) {
  minus <- function(p) {
    value <- tryCatch(-loglik(p), error = function(e) 1e10)
    if (is.finite(value)) value else 1e10
  }
  fits <- lapply(starts, function(start) nlminb(start, minus, control = list(rel.tol = 1e-13, x.tol = 1e-10))$par)
  fits <- c(fits, list(optim(starts[[1]], minus, method = "BFGS", control = list(reltol = 1e-13, maxit = 500))$par))
  values <- vapply(fits, minus, 0)
  at <- fits[[which.min(values)]]
  for (round in 1:5) {
    gradient <- grad(minus, at)
    if (max(abs(gradient)) < 5e-9) break
    at <- at - solve(hessian(minus, at), gradient)
  }
  list(
    at = at, logLik = -minus(at), gradient = max(abs(grad(minus, at))),
    covariance = solve(hessian(minus, at)), between_optimisers = max(values) - min(values)
  )
}

results_of <- function(beta, se) {
  z <- beta / se
  half <- qnorm(0.975) * se
  list(beta = beta, se = se, zval = z, pval = 2 * pnorm(-abs(z)), ci_lb = beta - half, ci_ub = beta + half)
}
# What the log-likelihood and its gradient are at the reference's own estimate.
at_reference <- function(loglik, point) list(logLik = loglik(point), gradient = max(abs(grad(loglik, point))))
tried <- function(beta, tau) list(c(beta, tau), c(beta - 0.3, tau * 1.6), c(beta + 0.3, tau * 0.6))

k <- length(bcg$ai)
n1 <- bcg$ai + bcg$bi
n2 <- bcg$ci + bcg$di
tables <- lapply(seq_len(k), function(i) binomials(c(bcg$ai[i], bcg$ci[i]), c(n1[i], n2[i])))
rates <- lapply(seq_along(hart$x1i), function(i) {
  poissons(c(hart$x1i[i], hart$x2i[i]), c(hart$t1i[i], hart$t2i[i]))
})
total <- function(clusters, f) sum(vapply(seq_along(clusters), f, 0))
halves <- c(0.5, -0.5)

out <- list(program = "glmm-tight.R", r = R.version.string, packages = lapply(
  list(metafor = "metafor", lme4 = "lme4", BiasedUrn = "BiasedUrn", numDeriv = "numDeriv"),
  function(p) as.character(packageVersion(p))
))
report <- function(name, ...) {
  out[[name]] <<- list(...)
  message(name)
}

# UM.FS: the study's level is maximised within (Newton on differences, from where it last was), two numbers are left.
level <- log((bcg$ci + 0.5) / (bcg$di + 0.5))
fs_study <- function(i, theta, tau) {
  of <- function(l) integrated(tables[[i]], c(l + theta, l), matrix(tau * halves), seven)
  h <- 2e-3
  for (round in 1:12) {
    v <- vapply(level[i] + (-2:2) * h, of, 0)
    first <- (v[1] - 8 * v[2] + 8 * v[4] - v[5]) / (12 * h)
    second <- (-v[1] + 16 * v[2] - 30 * v[3] + 16 * v[4] - v[5]) / (12 * h^2)
    move <- -first / second
    level[i] <<- level[i] + max(-1, min(1, move))
    if (abs(move) < 1e-7) break
  }
  of(level[i])
}
fs <- function(p) total(tables, function(i) fs_study(i, p[1], p[2]))
fit <- maximise(fs, tried(-0.7, 0.5))
ref <- golden("glmm-bcg", "rma.glmm/OR/UM.FS/ML")
report("bcg UM.FS ML",
  exact = results_of(fit$at[1], sqrt(fit$covariance[1, 1])), tau2 = fit$at[2]^2, logLik = fit$logLik,
  gradient = fit$gradient, reference = at_reference(fs, c(ref$beta, sqrt(ref$tau2)))
)

# CM.AL: binomial given the events of both groups, offset by the groups' sizes.
al_counts <- lapply(seq_len(k), function(i) binomials(bcg$ai[i], bcg$ai[i] + bcg$ci[i]))
al <- function(p) total(tables, function(i) {
  integrated(al_counts[[i]], p[1] + log(n1[i] / n2[i]), matrix(p[2]), seven)
})
fit <- maximise(al, tried(-0.7, 0.5))
ref <- golden("glmm-bcg", "rma.glmm/OR/CM.AL/ML")
report("bcg CM.AL ML",
  exact = results_of(fit$at[1], sqrt(fit$covariance[1, 1])), tau2 = fit$at[2]^2, logLik = fit$logLik,
  gradient = fit$gradient, reference = at_reference(al, c(ref$beta, sqrt(ref$tau2)))
)

# CM.EL: Fisher's noncentral hypergeometric distribution.
el_counts <- lapply(seq_len(k), function(i) hypergeometric(bcg$ai[i], n1[i], n2[i], bcg$ai[i] + bcg$ci[i]))
root <- function(f) uniroot(f, c(-9, 9), tol = 1e-15, maxiter = 2000)$root
own <- vapply(el_counts, function(one) root(function(eta) one$y - one$mean(eta)), 0)
information <- mapply(function(one, eta) one$variance(eta), el_counts, own)
wald <- sum(information * (own - sum(information * own) / sum(information))^2)
fisher <- vapply(seq_len(k), function(i) {
  log(fisher.test(matrix(c(bcg$ai[i], bcg$bi[i], bcg$ci[i], bcg$di[i]), 2, byrow = TRUE))$estimate[[1]])
}, 0)
el_common <- function(theta) sum(vapply(el_counts, function(one) one$log(theta), 0))
common <- root(function(theta) total(el_counts, function(i) el_counts[[i]]$y - el_counts[[i]]$mean(theta)))
common_information <- total(el_counts, function(i) el_counts[[i]]$variance(common))
report("bcg CM.EL EE",
  exact = results_of(common, 1 / sqrt(common_information)), logLik = el_common(common),
  gradient = abs(total(el_counts, function(i) el_counts[[i]]$y - el_counts[[i]]$mean(common))),
  se_by_numDeriv = 1 / sqrt(-hessian(el_common, common)[1, 1]),
  QE_Wld = wald, own = own, information = information,
  information_by_numDeriv = mapply(function(one, eta) -hessian(one$log, eta)[1, 1], el_counts, own),
  largest_score = max(abs(mapply(function(one, eta) one$y - one$mean(eta), el_counts, own))),
  largest_difference_from_fisher.test = max(abs(own - fisher))
)
el <- function(p) total(el_counts, function(i) exactly(el_counts[[i]], p[1], p[2]))
fit <- maximise(el, tried(-0.7, 0.5)[1:2])
ref <- golden("glmm-bcg", "rma.glmm/OR/CM.EL/ML")
report("bcg CM.EL ML",
  exact = results_of(fit$at[1], sqrt(fit$covariance[1, 1])), tau2 = fit$at[2]^2, logLik = fit$logLik,
  gradient = fit$gradient, reference = at_reference(el, c(ref$beta, sqrt(ref$tau2)))
)

# metafor's own saturated model: only the number of Richardson steps of its Hessian, or the accuracy of the
# probabilities that it differences, is changed.
el_by_metafor <- function(...) {
  r <- suppressWarnings(do.call(rma.glmm, c(list(measure = "OR", model = "CM.EL", method = "EE", control = list(...)), bcg)))
  list(QE_Wld = r$QE.Wld, se = r$se, zval = r$zval, QE_LRT = r$QE.LRT)
}
report("bcg CM.EL by metafor",
  default_16_steps = el_by_metafor(), probabilities_to_1e_14 = el_by_metafor(dnchgprec = 1e-14),
  steps_10 = el_by_metafor(hessianCtrl = list(r = 10)), steps_8 = el_by_metafor(hessianCtrl = list(r = 8)),
  steps_6 = el_by_metafor(hessianCtrl = list(r = 6)), steps_4 = el_by_metafor(hessianCtrl = list(r = 4)),
  other_probabilities_4_steps = el_by_metafor(dnchgcalc = "dnoncenhypergeom", hessianCtrl = list(r = 4))
)
r <- suppressWarnings(do.call(rma.glmm, c(
  list(measure = "OR", model = "CM.EL", method = "ML", control = list(hessianCtrl = list(r = 4), intCtrl = list(rel.tol = 1e-10))), bcg
)))
report("bcg CM.EL ML by metafor, 4 steps, integrals to 1e-10", beta = c(r$beta), se = r$se, pval = r$pval, QE_Wld = r$QE.Wld)

## 3. UM.RS: Laplace with two random effects, standard errors by lme4's rule ---------------------------------------------

# lme4's deviance function after its first stage, as `glmer` builds it; its Hessian (`deriv12`, steps 1e-4) at a point
# gives the covariance that `vcov` reports.
lme4_covariance <- function(formula, data, family, offset, nAGQ, point, fixed) {
  model <- glFormula(formula, data = data, family = family, offset = offset)
  first <- do.call(mkGlmerDevfun, c(model, list(nAGQ = 0L, control = glmerControl())))
  invisible(optimizeGlmer(first, stage = 1, nAGQ = 0L))
  deviance <- updateGlmerDevfun(first, model$reTrms, nAGQ = nAGQ)
  H <- lme4:::deriv12(deviance, point)$Hessian
  covariance <- 2 * solve((H + t(H)) / 2)
  at <- length(point) - fixed + seq_len(fixed)
  covariance[at, at, drop = FALSE]
}
laplace <- function(clusters) function(p) {
  total(clusters, function(i) {
    integrated(clusters[[i]], c(p[2] + p[1], p[2]), cbind(p[3] * c(1, 1), p[4] * halves))
  })
}
# The best log-likelihood at a fixed effect and tau.
profiled <- function(loglik, point) function(p) {
  -nlminb(point[2:3], function(q) -loglik(c(p[1], q, p[2])), control = list(rel.tol = 1e-15, x.tol = 1e-12))$objective
}

rs <- laplace(tables)
fit <- maximise(rs, list(c(-0.7, -4, 1.3, 0.5), c(-1, -3, 1, 0.8)))
ref <- golden("glmm-bcg", "rma.glmm/OR/UM.RS/ML")
long <- data.frame(
  x = c(rbind(bcg$ai, bcg$ci)), m = c(rbind(bcg$bi, bcg$di)), g1 = rep(c(1, 0), k), const = 1,
  group = rep(halves, k), study = factor(rep(seq_len(k), each = 2))
)
V <- lme4_covariance(cbind(x, m) ~ -1 + g1 + const + (group || study), long, binomial, NULL, 1L,
  c(abs(fit$at[3:4]), fit$at[1:2]), 2)
report("bcg UM.RS ML",
  exact = results_of(fit$at[1], sqrt(fit$covariance[1, 1])), by_lme4_rule = results_of(fit$at[1], sqrt(V[1, 1])),
  tau2 = fit$at[4]^2, sigma2 = fit$at[3]^2, logLik = fit$logLik, gradient = fit$gradient,
  reference = at_reference(profiled(rs, fit$at), c(ref$beta, sqrt(ref$tau2)))
)

# The rates: the maximum has tau = 0, where the log-likelihood is even in tau, so that three numbers are left.
rs <- laplace(rates)
inner <- function(p) rs(c(p, 0))
fit <- maximise(inner, list(c(-1, -3, 0.4), c(-0.7, -2.5, 0.6)))
ref <- golden("glmm-hart1999", "rma.glmm/IRR/UM.RS/ML")
kh <- length(hart$x1i)
long <- data.frame(
  x = c(rbind(hart$x1i, hart$x2i)), off = log(c(rbind(hart$t1i, hart$t2i))), g1 = rep(c(1, 0), kh), const = 1,
  group = rep(halves, kh), study = factor(rep(seq_len(kh), each = 2))
)
V <- lme4_covariance(x ~ -1 + g1 + const + (group || study), long, poisson, long$off, 1L,
  c(abs(fit$at[3]), 0, fit$at[1:2]), 2)
other <- function(tau) -nlminb(fit$at, function(p) -rs(c(p, tau)), control = list(rel.tol = 1e-15))$objective
report("hart1999 UM.RS ML",
  exact = results_of(fit$at[1], sqrt(fit$covariance[1, 1])), by_lme4_rule = results_of(fit$at[1], sqrt(V[1, 1])),
  tau2 = 0, sigma2 = fit$at[3]^2, logLik = fit$logLik, gradient = fit$gradient,
  logLik_with_tau_above_0 = vapply(c(0.02, 0.1, 0.3), other, 0),
  reference = at_reference(function(p) {
    -nlminb(fit$at[2:3], function(q) -inner(c(p, q)), control = list(rel.tol = 1e-15, x.tol = 1e-12))$objective
  }, ref$beta)
)

# One effect a study beside a random level, seven points: the model of the Wald test of UM.RS.
each <- function(p) {
  total(rates, function(i) integrated(rates[[i]], c(p[1] + p[2 + i], p[1]), matrix(p[2] * c(1, 1)), seven))
}
effects <- log(hart$x1i / hart$t1i) - log(hart$x2i / hart$t2i)
fit <- maximise(each, list(c(-2.9, 0.4, effects), c(-2.5, 0.6, effects / 2)))
q_of <- function(d, V) {
  M <- solve(V)
  one <- rep(1, length(d))
  c(t(d) %*% M %*% d - (t(one) %*% M %*% d)^2 / (t(one) %*% M %*% one))
}
for (i in seq_len(kh)) long[[paste0("d", i)]] <- long$g1 * (long$study == i)
V <- lme4_covariance(x ~ -1 + const + d1 + d2 + d3 + d4 + d5 + d6 + (1 | study), long, poisson, long$off, 7L,
  c(abs(fit$at[2]), fit$at[-2]), 1 + kh)
report("hart1999 UM.RS EE, one effect a study",
  exact_QE_Wld = q_of(fit$at[-(1:2)], fit$covariance[-(1:2), -(1:2)]),
  by_lme4_rule_QE_Wld = q_of(fit$at[-(1:2)], V[-1, -1]),
  effects = fit$at[-(1:2)], sigma2 = fit$at[2]^2, logLik = fit$logLik, gradient = fit$gradient
)

common <- function(p) total(rates, function(i) integrated(rates[[i]], c(p[2] + p[1], p[2]), matrix(p[3] * c(1, 1)), seven))
fit_common <- maximise(common, list(c(-1, -3, 0.4)))
report("hart1999 UM.RS EE", logLik = fit_common$logLik, gradient = fit_common$gradient, QE_LRT = 2 * (fit$logLik - fit_common$logLik))
fit_common_lrt <- 2 * (fit$logLik - fit_common$logLik)

## 4. Corrections -----------------------------------------------------------------------------------------------------

text <- function(x, digits = 4) formatC(x, digits = digits, format = "g")
by <- function(what, gradient) {
  sprintf("glmm-tight.R, R %s, numDeriv %s: %s; gradient %s", getRversion(), packageVersion("numDeriv"), what, text(gradient, 2))
}
# All digits of a double; jsonlite alone writes fifteen.
exact_number <- function(x) structure(sprintf("%.17g", x), class = "json")
correct <- function(file, case, path, value, by, evidence) {
  list(
    file = file, case = case, path = path, reference = exact_number(golden(file, case)[[path]][1]),
    corrected = exact_number(value), by = by, evidence = evidence
  )
}
fs <- out[["bcg UM.FS ML"]]
al <- out[["bcg CM.AL ML"]]
el <- out[["bcg CM.EL ML"]]
ee <- out[["bcg CM.EL EE"]]
rs <- out[["bcg UM.RS ML"]]
hr <- out[["hart1999 UM.RS ML"]]
he <- out[["hart1999 UM.RS EE, one effect a study"]]
moved <- out[["bcg CM.EL by metafor"]]
short <- function(one) {
  sprintf(
    "At the reference's estimate the log-likelihood is %s below the maximum and its gradient %s.",
    text(one$logLik - one$reference$logLik), text(one$reference$gradient)
  )
}
rule <- function(exact) {
  sprintf("Standard error by lme4's own rule at the maximum, as the reference reports it (by the likelihood's information the value is %s).", text(exact, 8))
}
agh <- "seven-point adaptive Gauss-Hermite likelihood written afresh, standard error from its Hessian"
laplace_by <- sprintf("Laplace likelihood written afresh, standard error by the Hessian of lme4 %s there", packageVersion("lme4"))
steps <- sprintf(
  "metafor differences probabilities good to 1e-10 with 16 Richardson steps: metafor %s gives Q %s with 16, %s with 10, %s with 8 and %s with 4 steps, se %s with 16 and %s with 4.",
  packageVersion("metafor"), text(moved$default_16_steps$QE_Wld, 6), text(moved$steps_10$QE_Wld, 6), text(moved$steps_8$QE_Wld, 6),
  text(moved$steps_4$QE_Wld, 8), text(moved$default_16_steps$se, 9), text(moved$steps_4$se, 9)
)
saturated <- by("one conditional maximum and Fisher information a table, noncentral hypergeometric distribution summed over its support", ee$largest_score)
el_common <- by("conditional likelihood summed over its support, root of its score, Fisher information", ee$gradient)
el_case <- "rma.glmm/OR/CM.EL/EE"
corrections <- list(
  correct("glmm-bcg", "rma.glmm/OR/UM.FS/ML", "pval", fs$exact$pval, by(agh, fs$gradient), short(fs)),
  correct("glmm-bcg", "rma.glmm/OR/UM.RS/ML", "pval", rs$by_lme4_rule$pval, by(laplace_by, rs$gradient), paste(short(rs), rule(rs$exact$pval))),
  correct("glmm-bcg", "rma.glmm/OR/UM.RS/ML", "ci_ub", rs$by_lme4_rule$ci_ub, by(laplace_by, rs$gradient), paste(short(rs), rule(rs$exact$ci_ub))),
  correct("glmm-bcg", el_case, "se", ee$exact$se, el_common, steps),
  correct("glmm-bcg", el_case, "zval", ee$exact$zval, el_common, steps),
  correct("glmm-bcg", el_case, "QE_Wld", ee$QE_Wld, saturated, steps),
  correct("glmm-bcg", "rma.glmm/OR/CM.AL/ML", "pval", al$exact$pval, by(agh, al$gradient), short(al)),
  correct("glmm-bcg", "rma.glmm/OR/CM.EL/ML", "pval", el$exact$pval,
    by("conditional likelihood integrated to 1e-11, standard error from its Hessian", el$gradient),
    sprintf(
      "The reference's estimate is the maximum, its standard error is not the Hessian there: %s, exactly %s; metafor %s gives %s with 4 Richardson steps and integrals to 1e-10.",
      text(golden("glmm-bcg", "rma.glmm/OR/CM.EL/ML")$se, 9), text(el$exact$se, 9), packageVersion("metafor"), text(r$se, 9)
    )
  ),
  correct("glmm-bcg", "rma.glmm/OR/CM.EL/ML", "QE_Wld", ee$QE_Wld, saturated, steps),
  correct("glmm-hart1999", "rma.glmm/IRR/UM.RS/ML", "pval", hr$by_lme4_rule$pval, by(laplace_by, hr$gradient), paste(short(hr), rule(hr$exact$pval))),
  correct("glmm-hart1999", "rma.glmm/IRR/UM.RS/EE", "QE_Wld", he$by_lme4_rule_QE_Wld,
    by(sprintf("seven-point likelihood with one effect a study written afresh, covariance by the Hessian of lme4 %s", packageVersion("lme4")), he$gradient),
    sprintf(
      "The reference's own likelihood-ratio statistic is %s below that of the maxima, so its fit stops short. %s",
      text(fit_common_lrt - golden("glmm-hart1999", "rma.glmm/IRR/UM.RS/EE")$QE_LRT, 2), rule(he$exact_QE_Wld)
    )
  )
)
packages <- out$packages
evidence <- out[!names(out) %in% c("program", "r", "packages")]
file <- list(program = out$program, r = out$r, packages = packages, corrections = corrections, evidence = evidence)
cat(toJSON(file, digits = NA, auto_unbox = TRUE, pretty = 1, json_verbatim = TRUE), "\n", sep = "")
