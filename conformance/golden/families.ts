import { agreementFamily } from "./agreement.ts";
import { classicTestsFamily } from "./classic-tests.ts";
import { conversionsFamily } from "./conversions.ts";
import { diagnosticsFamily } from "./diagnostics.ts";
import { distributionsFamily } from "./distributions.ts";
import { escalcFamily } from "./escalc.ts";
import { glmmFamily } from "./glmm.ts";
import type { GoldenFamily } from "./golden.types.ts";
import { metaregFamily } from "./metareg.ts";
import { mhPetoFamily } from "./mh-peto.ts";
import { mmrmFamily } from "./mmrm.ts";
import { multilevelFamily } from "./multilevel.ts";
import { networkFamily } from "./network.ts";
import { permutestFamily } from "./permutest.ts";
import { rmaUniFamily } from "./rma-uni.ts";
import { selectionFamily } from "./selection.ts";
import { subgroupsFamily } from "./subgroups.ts";

/** Every family of reference values that our functions are run against. */
export const goldenFamilies: readonly GoldenFamily[] = [
  agreementFamily,
  classicTestsFamily,
  conversionsFamily,
  diagnosticsFamily,
  distributionsFamily,
  escalcFamily,
  glmmFamily,
  metaregFamily,
  mhPetoFamily,
  mmrmFamily,
  multilevelFamily,
  networkFamily,
  permutestFamily,
  rmaUniFamily,
  selectionFamily,
  subgroupsFamily,
];
